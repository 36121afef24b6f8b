// The least that Node takes: asks the metadata service who this is, and sends the assign request by Node's own client.
'use strict';

const { METADATA, ENDPOINT, DO_TOKEN } = process.env;
const ip = process.argv[2];

const http = require('node:http');
const client = ENDPOINT.startsWith('https:') ? process.getBuiltinModule('node:https') : http;

http.get(`${METADATA}/metadata/v1/id`, { agent: false }, (answer) => {
  let id = '';
  answer.on('data', (chunk) => (id += chunk));
  answer.on('end', () => assign(Number(id)));
});

/** @param {number} droplet */
function assign(droplet) {
  const body = JSON.stringify({ type: 'assign', droplet_id: droplet });
  const headers = {
    authorization: `Bearer ${DO_TOKEN}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  const url = `${ENDPOINT}/v2/reserved_ips/${ip}/actions`;
  const request = client.request(url, { method: 'POST', headers, agent: false }, (answer) => {
    answer.resume();
    if (answer.statusCode !== 201) process.exitCode = 1;
  });
  request.end(body);
}
