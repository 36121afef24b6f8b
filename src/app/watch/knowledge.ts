import type { Address } from '../../core/address.ts';
import type { Reading } from '../../core/owner.ts';
import type { Clock } from '../../ports/clock.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';

/** What the watcher last saw of an address. */
export interface Sight {
  /** The latest answer. */
  readonly latest: Reading | Failure;
  /** The latest answer that said who holds it, which may be older. */
  readonly truth: Reading | undefined;
  /** When that one came, on the clock's `now()`. */
  readonly truthAt: number;
  /** Something has begun since that changes it. */
  readonly isDoubted: boolean;
}

/** What the watcher knows of all addresses, and how old that is. Unknown is never taken for free. */
export interface Knowledge {
  note(address: Address, latest: Reading | Failure): void;
  of(address: Address): Sight | undefined;
  /** What was seen at most so long ago, if the last look saw anything. */
  recent(address: Address, maxAgeMs: number): Reading | undefined;
  /** What is known is about to change: it stays the last that was seen, and nothing is planned from it. */
  doubt(address: Address): void;
}

export function createKnowledge(clock: Clock): Knowledge {
  const sights = new Map<Address, Sight>();
  return {
    note(address, latest) {
      const before = sights.get(address);
      const isNews = !isFailure(latest);
      sights.set(address, {
        latest,
        truth: isNews ? latest : before?.truth,
        truthAt: isNews ? clock.now() : (before?.truthAt ?? 0),
        isDoubted: false,
      });
    },
    of: (address) => sights.get(address),
    recent(address, maxAgeMs) {
      const { latest, truthAt, isDoubted } = sights.get(address) ?? {};
      if (isDoubted === true) return undefined;
      if (latest === undefined || truthAt === undefined || isFailure(latest)) return undefined;
      return clock.now() - truthAt <= maxAgeMs ? latest : undefined;
    },
    doubt(address) {
      const sight = sights.get(address);
      if (sight !== undefined) sights.set(address, { ...sight, isDoubted: true });
    },
  };
}
