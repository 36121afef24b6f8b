import { get } from 'node:http';
import { text } from 'node:stream/consumers';

import { monotonicMs } from './monotonic.ts';

/**
 * The client: asks who is there, every 5 ms and each time on a new connection, until its stdin ends.
 * Prints a line for each time it asked: when it began, and who answered, or `-` for nobody.
 */

const [host = ''] = process.argv.slice(2);
const everyMs = 5;
const connectMs = 50;
const answerMs = 500;

async function ask(): Promise<string> {
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

setInterval(() => {
  const beganMs = monotonicMs();
  ask().then(
    (name) => console.log(`${beganMs} ${name}`),
    () => console.log(`${beganMs} -`),
  );
}, everyMs);
process.stdin.resume().once('end', () => process.exit());
