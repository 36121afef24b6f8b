import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { inMemoryFolder } from '../support/temporary.ts';

/**
 * The built command line in a network of its own, where everything is what it is called: a name server that
 * is silent, a metadata service that only its IP leads to, and ports that speak something else.
 */

const services = `
const { createServer } = require('node:http');
const net = require('node:net');
const dns = require('node:dgram').createSocket('udp4');
const droplet = JSON.stringify({ droplet_id: 222, region: 'nyc3', interfaces: {} });
const cvm = { 'instance-id': 'ins-bbbbbbbb', region: 'ap-guangzhou' };
const last = (url) => url.split('/').at(-1);
createServer((_, reply) => reply.end(droplet)).listen(8081, '127.0.0.1');
createServer((_, reply) => reply.end('<h1>It works</h1>')).listen(8082, '127.0.0.1');
net.createServer((socket) => socket.on('error', () => {})).listen(8083, '127.0.0.1');
createServer(({ url, headers }, reply) => {
  if (headers.host !== 'metadata.tencentyun.com') reply.statusCode = 404;
  reply.end(cvm[last(url)] ?? '');
}).listen(80, '169.254.0.23');
dns.bind(53, '127.0.0.53', () => require('node:fs').writeFileSync(process.argv[1], ''));
`;

const script = `
set -e
mount --make-rprivate /
ip link set lo up
ip address add 169.254.0.23/32 dev lo
echo 'nameserver 127.0.0.53' > "$FOLDER/resolv.conf"
mount --bind "$FOLDER/resolv.conf" /etc/resolv.conf
"$NODE" -e "$SERVICES" "$FOLDER/ready" &
services=$!
trap 'kill $services' EXIT
while [ ! -e "$FOLDER/ready" ]; do sleep 0.05; done
floatip() {
  name=$1; shift
  export FLOATIP_RUNTIME_DIR="$FOLDER/$name" FLOATIP_STATE_DIR="$FOLDER/$name"
  "$NODE" bin/floatip.js "$@" --log-level silent > "$FOLDER/$name/out" 2>&1 || true
}
export FLOATIP_DIGITALOCEAN_METADATA=http://127.0.0.1:8081
web() { name=$1; shift; DO_TOKEN=abc floatip "$name" assign 203.0.113.10 --timeout 3 "$@"; }
web silent &
jobs="$!"
FLOATIP_DIGITALOCEAN_ENDPOINT=https://127.0.0.1:8082 web http & jobs="$jobs $!"
FLOATIP_DIGITALOCEAN_ENDPOINT=https://127.0.0.1:8083 web handshake & jobs="$jobs $!"
FLOATIP_DIGITALOCEAN_ENDPOINT=https://127.0.0.1:8084 web refused & jobs="$jobs $!"
FLOATIP_DIGITALOCEAN_ENDPOINT=https://198.51.100.7 web route & jobs="$jobs $!"
HTTPS_PROXY=http://127.0.0.1:8084 web proxy & jobs="$jobs $!"
HTTPS_PROXY=http://127.0.0.1:8083 web proxied & jobs="$jobs $!"
export TENCENTCLOUD_SECRET_ID=id TENCENTCLOUD_SECRET_KEY=key
FLOATIP_TENCENT_ENDPOINT=https://127.0.0.1:8084 floatip cvm assign eip-ek0cdz1g --timeout 8 --json & jobs="$jobs $!"
wait $jobs
ip address del 169.254.0.23/32 dev lo
FLOATIP_TENCENT_ENDPOINT=https://127.0.0.1:8084 floatip nowhere assign eip-ek0cdz1g --timeout 4 & jobs="$!"
wait $jobs
`;

const names = 'silent http handshake refused route proxy proxied cvm nowhere'.split(' ');
// Who is not root may not have a network and mounts of its own, and neither may some containers.
const isAllowed = spawnSync('unshare', ['--mount', '--net', 'true']).status === 0;

describe.runIf(isAllowed)('what is said of a wire that does not answer', () => {
  const told = new Map<string, string>();

  beforeAll(async () => {
    const folder = inMemoryFolder();
    for (const name of names) mkdirSync(join(folder.path, name));
    const child = spawn('unshare', ['--mount', '--net', 'bash', '-c', script], {
      env: {
        PATH: process.env['PATH'],
        NODE: process.execPath,
        FOLDER: folder.path,
        SERVICES: services,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await once(child, 'exit');
    for (const name of names) told.set(name, readFileSync(join(folder.path, name, 'out'), 'utf8'));
    const journal = readFileSync(join(folder.path, 'silent', 'journal.jsonl'), 'utf8');
    told.set('journal', journal);
    folder.remove();
  }, 120_000);

  it.each([
    ['http', '127.0.0.1:8082: what listens there does not speak TLS', 'it has to speak https'],
    ['handshake', '127.0.0.1:8083: no TLS handshake within', 'it has to speak https'],
    ['refused', '127.0.0.1:8084: nothing listens there (ECONNREFUSED)', 'firewalls on the way'],
    ['route', '198.51.100.7:443: this host has no route to it', 'the routes of this host'],
    [
      'proxy',
      'The proxy 127.0.0.1:8084 cannot be used for api.digitalocean.com:443: nothing',
      'HTTPS_PROXY',
    ],
    ['proxied', 'api.digitalocean.com:443: no answer of the proxy within', 'HTTPS_PROXY'],
  ])('%s', (name, cause, advice) => {
    expect(told.get(name)).toContain('; nothing was sent): ');
    expect(told.get(name)).toContain(cause);
    expect(told.get(name)).toContain(advice);
  });

  it('a name server that is silent, and no write is counted', () => {
    expect(told.get('journal')).toMatch(
      /never got to api.digitalocean.com: no name server answered/,
    );
    expect(told.get('journal')).toContain('"writes":0');
    expect(told.get('journal')).not.toContain('did not finish');
  });

  it('the metadata service of Tencent Cloud is found by its IP', () => {
    expect(told.get('cvm')).toContain('"node":"ins-bbbbbbbb"');
  });

  it('where it is not there either, the name servers are blamed', () => {
    expect(told.get('nowhere')).toMatch(/metadata.tencentyun.com: no name server answered within/);
    expect(told.get('nowhere')).toContain('Check the name servers in /etc/resolv.conf');
    expect(told.get('nowhere')).not.toContain('Run floatip on');
  });
});
