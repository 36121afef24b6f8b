import { get } from 'node:http';
import { text } from 'node:stream/consumers';

import { monotonicMs } from './monotonic.ts';

/**
 * The client: asks who is at some addresses, each time on a new connection, until its stdin ends:
 * `ask.ts MS ADDRESS…`. Prints a line for each time it asked: when it began, whom, who answered, or `-` for
 * nobody, and which of its questions to that address it was.
 */

const [everyMs = '', ...hosts] = process.argv.slice(2);
const connectMs = 50;
const answerMs = 500;

async function ask(host: string): Promise<string> {
  const request = get({ host, agent: false, signal: AbortSignal.timeout(answerMs) });
  const giveUp = setTimeout(() => request.destroy(), connectMs);
  request.once('socket', (socket) => socket.once('connect', () => clearTimeout(giveUp)));
  try {
    return await new Promise((resolve, reject) => {
      request.once('error', reject);
      request.once('response', (response) => {
        text(response).then(resolve, reject);
      });
    });
  } finally {
    clearTimeout(giveUp);
  }
}

let turn = 0;
setInterval(() => {
  const host = hosts[turn % hosts.length] ?? '';
  const number = Math.floor(turn / hosts.length);
  turn += 1;
  const beganMs = monotonicMs();
  ask(host).then(
    (name) => console.log(`${beganMs} ${host} ${name} ${number}`),
    () => console.log(`${beganMs} ${host} - ${number}`),
  );
}, Number(everyMs));
process.stdin.resume().once('end', () => process.exit());
