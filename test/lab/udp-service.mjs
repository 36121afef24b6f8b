import { createSocket } from 'node:dgram';

/** A UDP service that says who it is, and what it was asked: `udp-service.mjs NAME PORT`. */

const [name, port] = process.argv.slice(2);
const socket = createSocket('udp4');
socket.on('message', (message, { address, port: from }) => {
  socket.send(`${name} ${message.toString()}`, from, address);
});
socket.bind(Number(port), '127.0.0.1');
