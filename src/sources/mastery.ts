import type { Address } from '../core/address.ts';
import { isReplaced, roleOf } from '../core/vrrp.ts';
import type { Order, Role, VrrpEvent } from '../core/vrrp.ts';
import type { Worker } from '../lib/turns.ts';
import type { EventStore, StoredEvent } from './event-store.ts';

/** Whether this node should hold an address, by what keepalived said and by what is to be seen. */
export interface Mastery {
  /** `null` where keepalived has not said anything since boot, or the address follows nothing. */
  roleOf(address: Address): Role | null;
  /** Whether a claim that began at `since` still stands: MASTER, and nothing newer was said. */
  stands(address: Address, since: Order): boolean;
  /** Whether keepalived has said something newer than what began at `since`. */
  isReplaced(address: Address, since: Order): boolean;
  /** Whether what another run of this host is for is no longer wanted. */
  isObsolete(address: Address, worker: Worker): boolean;
  /** Whether keepalived says MASTER while the address that it would then have put here is not here. */
  isContradicted(address: Address): boolean;
}

export interface MasteryOptions {
  readonly store: EventStore;
  readonly hasIp: (ip: string) => boolean;
  /** The event that this process was started for: it counts even where it could not be recorded. */
  readonly own?: VrrpEvent;
}

/** Where an address has a `vip`, the interface is the truth, and events are checked against it. */
export function createMastery({ store, hasIp, own }: MasteryOptions): Mastery {
  const eventsFor = ({ follow }: Address): readonly StoredEvent[] => {
    if (follow === undefined) return [];
    const stored = store.events(follow);
    return own?.name === follow ? [...stored, own] : stored;
  };
  const isReplacedFor = (address: Address, since: Order): boolean =>
    isReplaced(since, eventsFor(address));
  const stands = (address: Address, since: Order): boolean => {
    const events = eventsFor(address);
    if (isReplaced(since, events)) return false;
    return address.vip === undefined ? roleOf(events) === 'MASTER' : hasIp(address.vip);
  };

  return {
    stands,
    isReplaced: isReplacedFor,
    isObsolete: (address, worker) =>
      worker.reason === 'claim' ? !stands(address, worker) : isReplacedFor(address, worker),
    roleOf(address) {
      const told = roleOf(eventsFor(address));
      const { vip, follow } = address;
      if (vip === undefined || follow === undefined) return told;
      if (hasIp(vip)) return 'MASTER';
      return told === 'MASTER' ? 'BACKUP' : told;
    },
    isContradicted(address) {
      if (address.vip === undefined || hasIp(address.vip)) return false;
      return roleOf(eventsFor(address)) === 'MASTER';
    },
  };
}
