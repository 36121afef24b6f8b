import { keyOf, labelOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { compareOrder } from '../core/vrrp.ts';
import type { EventOrder } from '../core/vrrp.ts';
import type {
  Rival,
  HostLockEntry as Entry,
  HostLocks,
  Worker,
} from '../lib/processes/host-locks.ts';
import type { Deadline } from '../lib/time/deadline.ts';
import { sleep } from '../lib/time/sleep.ts';
import type { Clock } from '../ports/clock.ts';
import { Failure } from '../ports/failure.ts';
import type { Log } from '../ports/log.ts';
import { refuseUnwanted } from './gate.ts';
import { pollMs } from './poll-interval.ts';
import type { Wanted } from './recheck.ts';

/** The right to work on an address: one run at a time on this host. */
export interface HostLock {
  /**
   * Waits until no other run is at work on the address. Returns whether any other was there. Throws
   * `locked` where that took too long, `superseded` where this run is no longer wanted.
   */
  acquire(): Promise<boolean>;
  /** Whether another run is at work on the address that is still wanted. */
  hasCompany(): boolean;
  /** What this run is for was told once more, then. */
  renew(order: EventOrder): void;
  release(): void;
}

export interface HostLockOptions {
  readonly address: Address;
  readonly locks: HostLocks;
  /** This run. */
  readonly start: Worker;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly log: Log;
  readonly wanted: Wanted;
  /** Whether another run need not be waited for: what it is for is no longer wanted. */
  readonly isObsolete: (worker: Worker) => boolean;
}

/**
 * Everybody enters, then looks. The younger one makes way, the older one stays entered and waits for
 * it to do so: whatever order they look in, no two can both find nobody else. Nobody is waited for
 * that is gone or obsolete; an obsolete run may still have one request on the wire, and finds out
 * that it is obsolete before it sends another.
 */
export function createHostLock(options: HostLockOptions): HostLock {
  const { address, locks, clock, deadline, wanted, isObsolete } = options;
  let { start } = options;
  let entry: Entry | undefined;
  const makeWay = (): void => {
    entry?.leave();
    entry = undefined;
  };

  return {
    async acquire() {
      let hasCompany = false;
      for (;;) {
        entry = enter(start, options);
        const others = entry?.others() ?? [];
        hasCompany ||= others.length > 0;
        const rival = others.find((other) => !isObsolete(other));
        if (rival === undefined) return hasCompany;
        if (deadline.remainingMs() <= pollMs) throw locked(address, rival);
        if (isOlder(rival, start, locks)) makeWay();
        await sleep(clock, pollMs, deadline.signal);
        refuseUnwanted(wanted);
      }
    },
    hasCompany: () => entry?.others().some((other) => !isObsolete(other)) === true,
    renew(order) {
      start = { ...start, ...order };
      if (entry === undefined) return;
      const former = entry;
      entry = enter(start, options);
      former.leave();
    },
    release: makeWay,
  };
}

/** Of two runs for one event, which a hook has handed over too late, that of the older process. */
function isOlder(rival: Rival, start: Worker, locks: HostLocks): boolean {
  const apart = compareOrder(rival, start);
  return (apart === 0 ? compareOrder(rival.process, locks.process) : apart) < 0;
}

/** Without a folder to say so in, this run goes ahead alone: two are better than none. */
function enter(start: Worker, { address, locks, log }: HostLockOptions): Entry | undefined {
  try {
    return locks.enter(keyOf(address), start);
  } catch (error) {
    log.warn({ address: address.name, reason: String(error) }, 'cannot keep other runs out');
    return undefined;
  }
}

function locked(address: Address, { process: { pid } }: Rival): Failure {
  const message = `Process ${pid} of this host is at work on ${labelOf(address)}, and did not finish in time`;
  const hint = `Wait for it, or look what it does: ps -fp ${pid}`;
  return new Failure('locked', message, { hint });
}
