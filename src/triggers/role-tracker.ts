import type { Address } from '../core/address.ts';
import { isReplaced, newestOf, roleOf } from '../core/vrrp.ts';
import type { EventOrder, PastEvent, Role, VrrpEvent } from '../core/vrrp.ts';
import type { Worker } from '../lib/host-locks.ts';
import type { Host } from '../ports/host.ts';
import type { EventStore } from './event-store.ts';

/** Whether this node should hold an address, by what keepalived said and by what is to be seen. */
export interface RoleTracker {
  /** `null` where keepalived has not said anything since boot, or the address follows nothing. */
  roleOf(address: Address): Role | null;
  /** Whether a claim that began at `since` still stands: MASTER, and nothing newer was said. */
  stands(address: Address, since: EventOrder): boolean;
  /** Whether keepalived has said something newer than what began at `since`. */
  isReplaced(address: Address, since: EventOrder): boolean;
  /** Whether what another run of this host is for is no longer wanted. */
  isObsolete(address: Address, worker: Worker): boolean;
  /** Whether keepalived says MASTER while the address that it would then have put here is not here. */
  isContradicted(address: Address): boolean;
  /** Whether keepalived says that this node is not MASTER while the address that it puts here then is still here. */
  isStray(address: Address): boolean;
}

export interface RoleTrackerOptions {
  readonly store: EventStore;
  readonly host: Pick<Host, 'hasIp' | 'hasEnded'>;
  /** The event that this process was started for: it counts even where it could not be recorded. */
  readonly own?: VrrpEvent;
}

/**
 * Where an address has a `vip`, the interface is the truth, and events are checked against it. A
 * keepalived that was killed has left it there: then neither of the two counts.
 */
export function createRoleTracker({ store, host, own }: RoleTrackerOptions): RoleTracker {
  const { hasIp } = host;
  const eventsFor = ({ follow }: { follow?: string | undefined }): readonly PastEvent[] => {
    if (follow === undefined) return [];
    const stored = store.events(follow);
    return own?.name === follow ? [...stored, own] : stored;
  };
  const isReplacedFor = (address: Address, since: EventOrder): boolean =>
    isReplaced(since, eventsFor(address));
  const isOrphaned = (events: readonly PastEvent[]): boolean => hasNobody(events, host);
  const stands = (address: Address, since: EventOrder): boolean => {
    const events = eventsFor(address);
    if (isReplaced(since, events) || isOrphaned(events)) return false;
    return address.vip === undefined ? roleOf(events) === 'MASTER' : hasIp(address.vip);
  };

  return {
    stands,
    isReplaced: isReplacedFor,
    isObsolete: (address, worker) =>
      worker.reason === 'claim' ? !stands(address, worker) : isReplacedFor(address, worker),
    roleOf(address) {
      const events = eventsFor(address);
      if (isOrphaned(events)) return 'STOP';
      const told = roleOf(events);
      const { vip, follow } = address;
      if (vip === undefined || follow === undefined) return told;
      if (hasIp(vip)) return 'MASTER';
      return told === 'MASTER' ? 'BACKUP' : told;
    },
    isContradicted(address) {
      if (address.vip === undefined || hasIp(address.vip)) return false;
      const events = eventsFor(address);
      return roleOf(events) === 'MASTER' && !isOrphaned(events);
    },
    isStray({ vip = '', follow }) {
      const events = hasIp(vip) ? eventsFor({ follow }) : [];
      return isOrphaned(events) || ![null, 'MASTER'].includes(roleOf(events));
    },
  };
}

/** Whether the keepalived that told of the latest is gone for certain. */
function hasNobody(
  events: readonly PastEvent[],
  { hasEnded }: Pick<RoleTrackerOptions['host'], 'hasEnded'>,
): boolean {
  const teller = newestOf(events)?.teller;
  return teller !== undefined && hasEnded(teller);
}
