import type { Duplex } from 'node:stream';

import { systemClock } from '../time/clock.ts';
import type { Attempt, Progress } from './attempt.ts';
import { duringAttempt } from './attempt.ts';

/** Makes a connection to a place: the name is resolved, the handshake done. */
export type Open<Target> = (target: Target, attempt: Attempt) => Promise<Duplex>;

/** Connections that are made before anybody has a request for them, each for one request. */
export interface ReadyConnections<Target> {
  /** Begins to make one. That it cannot be made, whoever needs one finds out. */
  prepare(place: string, target: Target, signal: AbortSignal): void;
  /** The one to a place that was prepared, or one that is made now. */
  take(place: string, target: Target, attempt: Attempt): Promise<Duplex>;
  close(): void;
}

/** One that waits for longer may have died without a word. */
const freshMs = 1000;

interface Prepared {
  readonly at: number;
  readonly connection: Promise<Duplex | undefined>;
  /** From now on it is told somebody how far it has got. */
  tell(progress: Progress): void;
}

/** No byte of a request is sent on one before it was taken: what is asked right before is asked all the same. */
export function readyConnections<Target>(open: Open<Target>): ReadyConnections<Target> {
  const waiting = new Map<string, Prepared>();
  return {
    prepare(place, target, signal) {
      if (!waiting.has(place)) waiting.set(place, begin(open, target, signal));
    },
    async take(place, target, attempt) {
      const prepared = waiting.get(place);
      waiting.delete(place);
      if (prepared === undefined) return await open(target, attempt);
      if (systemClock.now() - prepared.at > freshMs) discard(prepared);
      else {
        prepared.tell(attempt.progress);
        const connection = await whileWanted(prepared, attempt);
        if (connection?.writable === true) return connection;
      }
      return await open(target, attempt);
    },
    close() {
      for (const prepared of waiting.values()) discard(prepared);
      waiting.clear();
    },
  };
}

function begin<Target>(open: Open<Target>, target: Target, signal: AbortSignal): Prepared {
  let progress: Progress = { phase: 'name', hasLeft: false };
  const attempt: Attempt = {
    signal,
    get progress() {
      return progress;
    },
    beforeSend: () => undefined,
  };
  return {
    at: systemClock.now(),
    connection: open(target, attempt).catch(() => undefined),
    tell(next) {
      next.phase = progress.phase;
      progress = next;
    },
  };
}

function whileWanted(prepared: Prepared, attempt: Attempt): Promise<Duplex | undefined> {
  return duringAttempt<Duplex | undefined>(attempt, ({ resolve, reject }) => {
    prepared.connection.then(resolve, reject);
    return () => discard(prepared);
  });
}

function discard({ connection }: Prepared): void {
  void connection.then((duplex) => duplex?.destroy());
}
