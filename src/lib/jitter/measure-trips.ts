import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';

import { placeText } from '../../core/host-place.ts';
import type { HostPlace } from '../../core/host-place.ts';
import { ipVersion } from '../../core/ip.ts';
import type { Trip, TripRow } from '../../core/jitter.ts';
import type { Clock } from '../../ports/clock.ts';
import { Failure } from '../../ports/failure.ts';
import { errnoOf } from '../files/errno.ts';
import { sleep } from '../time/sleep.ts';
import { nonceBytes, questionOf, tripAnsweredBy } from './datagram.ts';

export interface MeasureTripsOptions {
  readonly clock: Clock;
  /** The host that answers. */
  readonly to: HostPlace;
  /** The IP of this host by which the other one knows it. */
  readonly from: string;
  readonly signal: AbortSignal;
}

/** As often as the shortest interval of VRRP, for as long as somebody at a terminal waits for one more line. */
export const trips = { count: 250, everyMs: 10 } as const;
/** One that comes later is lost: no interval that anybody would choose waits for it. */
const longestMs = 1000;
/** At first a host may have to be found (ARP), which an advert never waits for: that is not measured. */
const greetings = { count: 10, everyMs: 100 } as const;

/** Begins trips at regular intervals. Throws `transport` where nobody answers at all. */
export async function measureTrips(options: MeasureTripsOptions): Promise<TripRow> {
  const measurement = await openMeasurement(options);
  try {
    await greet(measurement, options);
    return { everyMs: trips.everyMs, trips: await begin(measurement, options) };
  } finally {
    measurement.close();
  }
}

interface Measurement {
  /** Sends a question. When it left. */
  ask(trip: number): number;
  /** When the answers came, by trip. */
  readonly back: ReadonlyMap<number, number>;
  /** Why nobody can answer, where the other host says so. */
  refusal(): string | undefined;
  close(): void;
}

async function openMeasurement({ clock, to, from }: MeasureTripsOptions): Promise<Measurement> {
  const nonce = randomBytes(nonceBytes);
  const back = new Map<number, number>();
  let refused: string | undefined;
  const refuse = (error?: Error | null): void => {
    if (error !== null && error !== undefined) refused = errnoOf(error);
  };
  const socket = await connected(to, from);
  socket.on('error', refuse);
  socket.on('message', (datagram) => {
    const now = clock.now();
    const trip = tripAnsweredBy(datagram, nonce);
    if (trip !== undefined && !back.has(trip)) back.set(trip, now);
  });
  return {
    ask(trip) {
      const sentAt = clock.now();
      // One that does not get away is lost.
      socket.send(questionOf(nonce, trip), refuse);
      return sentAt;
    },
    back,
    refusal: () => refused,
    close: () => void socket.close(),
  };
}

/** The kernel hands over only what comes from there. */
async function connected(to: HostPlace, from: string): Promise<Socket> {
  let socket: Socket | undefined;
  try {
    const family = ipVersion(from);
    const { address } = await lookup(to.host, { family });
    const opened = createSocket(family === 6 ? 'udp6' : 'udp4');
    socket = opened;
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject);
      opened.bind({ address: from }, () => {
        opened.connect(to.port, address, (error?: Error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
      });
    });
    opened.removeAllListeners('error');
    return opened;
  } catch (error) {
    socket?.close();
    throw new Failure('transport', `Cannot ask ${placeText(to)} from ${from}: ${errnoOf(error)}`, {
      cause: error,
    });
  }
}

async function greet(
  measurement: Measurement,
  { clock, to, signal }: MeasureTripsOptions,
): Promise<void> {
  for (let greeting = 0; greeting < greetings.count; greeting += 1) {
    measurement.ask(trips.count + greeting);
    await sleep(clock, greetings.everyMs, signal);
    if (measurement.back.size > 0) return;
  }
  const refusal = measurement.refusal();
  const why = refusal === undefined ? '' : `: ${refusal}`;
  throw new Failure('transport', `No answer from ${placeText(to)} (UDP)${why}`);
}

async function begin(
  { ask, back }: Measurement,
  { clock, signal }: MeasureTripsOptions,
): Promise<readonly Trip[]> {
  const begunAt = clock.now();
  const sent: number[] = [];
  while (sent.length < trips.count) {
    const dueAt = begunAt + sent.length * trips.everyMs;
    if (clock.now() < dueAt) await sleep(clock, dueAt - clock.now(), signal);
    sent.push(ask(sent.length));
  }
  const isBack = (_: number, trip: number): boolean => back.has(trip);
  const until = clock.now() + longestMs;
  while (clock.now() < until && !sent.every(isBack)) await sleep(clock, trips.everyMs, signal);
  return sent.map((sentAt, trip) => {
    const backAt = back.get(trip);
    return backAt === undefined ? { sentAt } : { sentAt, backAt };
  });
}
