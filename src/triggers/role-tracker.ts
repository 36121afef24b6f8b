import type { Address } from '../core/address.ts';
import { instanceOf } from '../core/follow.ts';
import { isReplaced, newestOf, roleOf } from '../core/vrrp.ts';
import type { EventOrder, PastEvent, Role, VrrpEvent } from '../core/vrrp.ts';
import type { Worker } from '../lib/processes/host-locks.ts';
import type { Host } from '../ports/host.ts';
import type { TriggerWord } from '../ports/trigger.ts';
import type { EventStore } from './event-store.ts';
import { replacesRun, roleBy, standsSince, wordOfRole } from './trigger-word.ts';

/** Whether this node should hold an address, by what was said and by what is to be seen. */
export interface RoleTracker {
  /** `null` where nobody knows, or the address follows nothing. */
  roleOf(address: Address): Role | null;
  /** What stands behind the role. */
  wordOn(address: Address): TriggerWord;
  /** Whether a claim that began at `since` still stands: it is to be held, and nothing newer was said. */
  stands(address: Address, since: EventOrder): boolean;
  /** Whether something newer was said than what began at `since`. */
  isReplaced(address: Address, since: EventOrder): boolean;
  /** Why such a claim stands no more, where that is not that the role of this node has changed. */
  whyNot?(address: Address, since: EventOrder): string | undefined;
  /** Whether what another run of this host is for is no longer wanted. */
  isObsolete(address: Address, worker: Worker): boolean;
  /** Whether keepalived says MASTER while the address that it would then have put here is not here. */
  isContradicted(address: Address): boolean;
  /** Whether keepalived says that this node is not MASTER while the address that it puts here then is still here. */
  isStray(address: Address): boolean;
}

/** What other triggers than keepalived say; nothing of an address that follows none. */
export interface TriggerWords {
  wordOn(address: Address): TriggerWord | undefined;
}

export interface RoleTrackerOptions {
  readonly store: EventStore;
  readonly host: Pick<Host, 'hasIp' | 'hasEnded'>;
  /** The event that this process was started for: it counts even where it could not be recorded. */
  readonly own?: VrrpEvent;
  readonly triggers?: TriggerWords;
}

/** One answer for all that may say who is to hold an address: keepalived, or another trigger. */
export function createRoleTracker({ triggers, ...options }: RoleTrackerOptions): RoleTracker {
  const keepalived = createKeepalivedTracker(options);
  const wordOn = (address: Address): TriggerWord | undefined => triggers?.wordOn(address);
  const stands = (address: Address, since: EventOrder): boolean => {
    const word = wordOn(address);
    return word === undefined ? keepalived.stands(address, since) : standsSince(word, since);
  };
  const isReplacedFor = (address: Address, since: EventOrder): boolean => {
    const word = wordOn(address);
    return word === undefined ? keepalived.isReplaced(address, since) : replacesRun(word, since);
  };
  return {
    stands,
    isReplaced: isReplacedFor,
    isObsolete: obsoleteBy({ wordOn, stands, isReplaced: isReplacedFor }),
    roleOf(address) {
      const word = wordOn(address);
      return word === undefined ? keepalived.roleOf(address) : roleBy(word);
    },
    wordOn: (address) => wordOn(address) ?? wordOfRole(address, keepalived.roleOf(address)),
    isContradicted: (address) =>
      wordOn(address) === undefined && keepalived.isContradicted(address),
    isStray: (address) => wordOn(address) === undefined && keepalived.isStray(address),
  };
}

type Obsolescence = Pick<RoleTracker, 'stands' | 'isReplaced'> & TriggerWords;

/** What makes the run of another process one that nobody wants, by what is asked of claims and of runs. */
export function obsoleteBy({
  wordOn,
  stands,
  isReplaced: isReplacedFor,
}: Obsolescence): RoleTracker['isObsolete'] {
  return (address, worker) => {
    // Another process may know what this one does not.
    if (wordOn(address)?.says === 'unknown') return false;
    return worker.reason === 'claim' ? !stands(address, worker) : isReplacedFor(address, worker);
  };
}

type KeepalivedTracker = Pick<
  RoleTracker,
  'roleOf' | 'stands' | 'isReplaced' | 'isContradicted' | 'isStray'
>;

/**
 * Where an address has a `vip`, the interface is the truth, and events are checked against it. A
 * keepalived that was killed has left it there: then neither of the two counts.
 */
function createKeepalivedTracker({
  store,
  host,
  own,
}: Omit<RoleTrackerOptions, 'triggers'>): KeepalivedTracker {
  const { hasIp } = host;
  const eventsFor = (address: Address): readonly PastEvent[] => {
    const name = instanceOf(address);
    if (name === undefined) return [];
    const stored = store.events(name);
    return own?.name === name ? [...stored, own] : stored;
  };
  const isOrphaned = (events: readonly PastEvent[]): boolean => hasNobody(events, host);
  return {
    stands(address, since) {
      const events = eventsFor(address);
      if (isReplaced(since, events) || isOrphaned(events)) return false;
      return address.vip === undefined ? roleOf(events) === 'MASTER' : hasIp(address.vip);
    },
    isReplaced: (address, since) => isReplaced(since, eventsFor(address)),
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
    isStray(address) {
      const events = hasIp(address.vip ?? '') ? eventsFor(address) : [];
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
