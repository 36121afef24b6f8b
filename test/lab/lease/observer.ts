import { setTimeout as sleep } from 'node:timers/promises';

import { createLineSplitter } from '../../../src/lib/files/line-splitter.ts';
import { monotonicMs } from '../monotonic.ts';
import type { Pulse } from '../pulse.ts';
import { tellOf } from './events.ts';
import type { Told } from './events.ts';
import type { Reign } from './judge.ts';

/** Sees from the outside, by what etcd itself tells, who has the lease and who takes part. */
export interface Observer {
  holder(): string | undefined;
  candidates(): readonly string[];
  /** Who has had it, one after the other. */
  readonly reigns: readonly Reign[];
  close(): Promise<void>;
}

export interface ObserverOptions {
  readonly endpoints: readonly string[];
  readonly pulse: Pulse;
  /** What the keys of the lease begin with. */
  readonly base: string;
}

/** A member that is away is asked again after so long. */
const againMs = 100;

/** Watches every member: each may be away, and whoever tells of a revision first is heard. */
export function observe({ endpoints, pulse, base }: ObserverOptions): Observer {
  const reigns: Reign[] = [];
  const candidates = new Map<string, string>();
  const closing = new AbortController();
  let revision = 0;
  const heed = (told: Told): void => {
    if (told.revision <= revision) return;
    revision = told.revision;
    for (const { key, host } of told.changes) {
      if (key === 'leader') reigns.push({ holder: host, sinceMs: monotonicMs() });
      else if (host === undefined) candidates.delete(key);
      else candidates.set(key, host);
    }
    pulse.beat();
  };
  const watching = endpoints.map(async (endpoint) => {
    while (!closing.signal.aborted) {
      try {
        await watchOne({ endpoint, base, after: revision, heed, signal: closing.signal });
      } catch {
        // It is away, or this is the end.
      }
      await sleep(againMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  });
  return {
    holder: () => reigns.at(-1)?.holder,
    candidates: () => [...candidates.values()],
    reigns,
    async close() {
      closing.abort();
      await Promise.all(watching);
    },
  };
}

interface WatchOne {
  readonly endpoint: string;
  readonly base: string;
  readonly after: number;
  readonly heed: (told: Told) => void;
  readonly signal: AbortSignal;
}

async function watchOne({ endpoint, base, after, heed, signal }: WatchOne): Promise<void> {
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  const create_request = {
    key: encode(base),
    range_end: encode(`${base.slice(0, -1)}0`),
    start_revision: String(after + 1),
  };
  const body = JSON.stringify({ create_request });
  const reply = await fetch(`${endpoint}/v3/watch`, { method: 'POST', body, signal });
  const split = createLineSplitter({ maxBytes: 1024 * 1024, onTooLong: () => undefined });
  for await (const chunk of reply.body ?? []) {
    for (const line of split(Buffer.from(chunk as Uint8Array))) {
      for (const told of tellOf(line ?? '', base)) heed(told);
    }
  }
}
