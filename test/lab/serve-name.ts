import { createServer } from 'node:http';

/** The web server of a host: says the name of the host, until its stdin ends. */

const [name = ''] = process.argv.slice(2);
const server = createServer((_request, response) => {
  response.end(name);
});
server.listen(80, () => console.log('ready'));
process.stdin.resume().once('end', () => process.exit());
