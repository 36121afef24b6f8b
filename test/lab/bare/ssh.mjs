#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

/** Stands in for ssh between bare hosts: `ssh root@HOST COMMAND…`, and for its server: `ssh --serve`. */

const port = 22;
const [target = '', ...words] = process.argv.slice(2);

if (target === '--serve') serve();
else ask(target.replace(/^.*@/, ''), words.join(' '));

/** Gets a command and a zero byte, then what the command is to read; answers with what it prints. */
function serve() {
  createServer({ allowHalfOpen: true }, (socket) => {
    let head = Buffer.alloc(0);
    const onData = (part) => {
      head = Buffer.concat([head, part]);
      const end = head.indexOf(0);
      if (end < 0) return;
      socket.off('data', onData);
      const command = head.subarray(0, end).toString();
      const child = spawn('sh', ['-c', command], { stdio: ['pipe', 'pipe', 'inherit'] });
      child.stdin.write(head.subarray(end + 1));
      socket.pipe(child.stdin);
      child.stdout.pipe(socket);
    };
    socket.on('data', onData);
  }).listen(port);
}

function ask(host, command) {
  const socket = connect({ host, port, allowHalfOpen: true }, () => {
    socket.write(`${command}\0`);
    process.stdin.pipe(socket);
  });
  socket.pipe(process.stdout);
}
