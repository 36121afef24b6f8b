import { createSocket } from 'node:dgram';

import { ipVersion } from '../../core/ip.ts';
import type { UdpPlace } from '../../core/udp-place.ts';
import type { Clock } from '../../ports/clock.ts';
import { errnoOf } from '../files/errno.ts';
import { answerTo } from './datagram.ts';
import { createSecondCount } from './second-count.ts';

export interface AnswererOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly at: UdpPlace;
  /** Whether a host may ask. It is asked of each datagram that is a question. */
  readonly isKnown: (ip: string) => boolean;
  /** With the port that it really is. */
  readonly onOpen: (port: number) => void;
  /** It has closed by itself. */
  readonly onEnd: (why: Trouble) => void;
}

/** In words, with what to do. */
export interface Trouble {
  readonly reason: string;
  readonly hint: string;
}

export interface Answerer {
  close(): void;
}

/** Three hosts that measure at once ask 300 times a second. */
export const mostAnswers = 400;
/** Each one that comes, whoever sends it, takes some time of a process that has better things to do. */
export const mostDatagrams = 2000;
const flood: Trouble = {
  reason: `more than ${mostDatagrams} datagrams came within a second`,
  hint: 'Let only the other hosts reach that port of UDP, by the firewall',
};
const placeHint =
  'Give doctor.jitter in the config an IP of this host, and a port of UDP that nobody else has';

/** Answers what known hosts ask to measure how long that takes. Closes where there is too much of anything. */
export function openAnswerer(options: AnswererOptions): Answerer {
  const { at, onOpen, onEnd } = options;
  const version = ipVersion(at.ip);
  const socket = createSocket({ type: version === 4 ? 'udp4' : 'udp6', ipv6Only: version === 6 });
  let isOpen = true;
  const close = (): void => {
    if (isOpen) socket.close();
    isOpen = false;
  };
  const end = (why: Trouble): void => {
    if (!isOpen) return;
    close();
    onEnd(why);
  };
  const judge = createJudge(options);
  socket.on('error', (error) => end({ reason: errnoOf(error), hint: placeHint }));
  socket.on('message', (datagram, { address, port }) => {
    // What has come before it closed is still handed over.
    if (!isOpen) return;
    const answer = judge(datagram, address);
    if (answer === 'flood') end(flood);
    // One that does not get away is a trip that was lost, which is what is measured.
    else if (answer !== undefined) socket.send(answer, port, address, () => undefined);
  });
  socket.bind({ address: at.ip, port: at.port, exclusive: true }, () =>
    onOpen(socket.address().port),
  );
  return { close };
}

/** What to answer, if anything. */
function createJudge({
  clock,
  isKnown,
}: AnswererOptions): (datagram: Buffer, ip: string) => Buffer | 'flood' | undefined {
  const received = createSecondCount(clock);
  const answered = createSecondCount(clock);
  return (datagram, ip) => {
    if (!received.takes(mostDatagrams)) return 'flood';
    const answer = answerTo(datagram);
    if (answer === undefined || !isKnown(ip) || !answered.takes(mostAnswers)) return undefined;
    return answer;
  };
}
