import { createSocket } from 'node:dgram';

import { monotonicMs } from './monotonic.ts';

/**
 * The client of a UDP service: sends a datagram to some addresses, until its stdin ends: `ask-udp.ts MS ADDRESS…`.
 * Prints a line for each as `ask.ts` does. What is not answered is not sent again.
 */

const [everyMs = '', ...hosts] = process.argv.slice(2);
const port = 53;
const answerMs = 500;

/** Asks one address, with a number in each datagram that comes back with its answer. */
function openQuestions(host: string): () => void {
  const waiting = new Map<number, number>();
  const conclude = (number: number, name: string): void => {
    const beganMs = waiting.get(number);
    if (beganMs === undefined || !waiting.delete(number)) return;
    console.log(`${beganMs} ${host} ${name} ${number}`);
  };
  const socket = createSocket('udp4', (message) => {
    const [name = '', number = ''] = message.toString().trim().split(' ');
    conclude(Number(number), name);
  });
  // Nobody is there, or no way leads there: it is lost.
  socket.on('error', () => undefined);
  let next = 0;
  return () => {
    const number = next++;
    waiting.set(number, monotonicMs());
    socket.send(`${number}\n`, port, host, () => undefined);
    setTimeout(() => conclude(number, '-'), answerMs);
  };
}

const questions = hosts.map(openQuestions);
let turn = 0;
setInterval(() => questions[turn++ % questions.length]?.(), Number(everyMs));
process.stdin.resume().once('end', () => process.exit());
