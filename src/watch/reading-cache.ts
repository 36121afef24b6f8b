import type { Address } from '../core/address.ts';
import type { Reading } from '../core/owner.ts';
import type { Clock } from '../ports/clock.ts';
import { isFailure } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import { noChanges } from './changes.ts';
import type { Changes } from './changes.ts';

/** What the watcher last saw of an address. */
export interface CachedReading {
  /** The latest answer. */
  readonly latest: Reading | Failure;
  /** The latest answer that said who holds it, which may be older. */
  readonly known: Reading | undefined;
  /** When that one came, on the clock's `now()`. */
  readonly knownAt: number;
  /** Something has begun since that changes it. */
  readonly isDoubted: boolean;
}

/** What the watcher knows of all addresses, and how old that is. Unknown is never taken for free. */
export interface ReadingCache {
  note(address: Address, latest: Reading | Failure): void;
  of(address: Address): CachedReading | undefined;
  /** What was seen at most so long ago, if the last look saw anything. */
  recent(address: Address, maxAgeMs: number): Reading | undefined;
  /** What is known is about to change: it stays the last that was seen, and nothing is planned from it. */
  doubt(address: Address): void;
}

export function createReadingCache(clock: Clock, changes: Changes = noChanges): ReadingCache {
  const cached = new Map<Address, CachedReading>();
  return {
    note(address, latest) {
      const before = cached.get(address);
      const isNews = !isFailure(latest);
      cached.set(address, {
        latest,
        known: isNews ? latest : before?.known,
        knownAt: isNews ? clock.now() : (before?.knownAt ?? 0),
        isDoubted: false,
      });
      changes.tell();
    },
    of: (address) => cached.get(address),
    recent(address, maxAgeMs) {
      const { latest, knownAt, isDoubted } = cached.get(address) ?? {};
      if (isDoubted === true) return undefined;
      if (latest === undefined || knownAt === undefined || isFailure(latest)) return undefined;
      return clock.now() - knownAt <= maxAgeMs ? latest : undefined;
    },
    doubt(address) {
      const sight = cached.get(address);
      if (sight !== undefined) cached.set(address, { ...sight, isDoubted: true });
    },
  };
}
