import { compareOrder } from '../core/vrrp.ts';
import type { EventOrder } from '../core/vrrp.ts';
import type { HostLockEntry, HostLocks } from '../lib/processes/host-locks.ts';
import { sleep } from '../lib/time/sleep.ts';
import type { Clock } from '../ports/clock.ts';

export interface Exclusion {
  readonly locks: HostLocks;
  readonly clock: Clock;
  /** What only one process of this host does at a time. */
  readonly subject: string;
}

const pollMs = 10;
/** It takes milliseconds. Whoever takes longer hangs, and to tell twice is better than not at all. */
const patienceMs = 2000;

/** Does something while no other process of this host does. */
export async function exclusively<T>(exclusion: Exclusion, work: () => T): Promise<T> {
  const { clock } = exclusion;
  const end = clock.now() + patienceMs;
  const never = new AbortController().signal;
  for (;;) {
    const entry = enter(exclusion);
    const others = entry?.others() ?? [];
    if (entry === undefined || others.length === 0 || clock.now() >= end) {
      try {
        return work();
      } finally {
        entry?.leave();
      }
    }
    // The younger one makes way: no two can both find nobody else.
    if (others.some(({ process }) => isOlder(process, exclusion))) entry.leave();
    await sleep(clock, pollMs, never);
  }
}

/** Says that this process does it, if it can be said. */
export function enter(
  { locks, subject }: Pick<Exclusion, 'locks' | 'subject'>,
  reason = 'alerts',
): HostLockEntry | undefined {
  try {
    return locks.enter(subject, { ...locks.process, reason });
  } catch {
    return undefined;
  }
}

export function isOlder(process: EventOrder, { locks }: Exclusion): boolean {
  return compareOrder(process, locks.process) < 0;
}
