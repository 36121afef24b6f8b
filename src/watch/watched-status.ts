import type { Session } from '../app/session.ts';
import { situationOf, statusOf } from '../app/status.ts';
import type { AddressStatus, Situation } from '../app/status.ts';
import type { Address } from '../core/address.ts';
import { longestIntervalMs } from '../core/backoff.ts';
import { fleetOf, triggerOf } from '../core/follow.ts';
import type { Warning } from '../core/warning.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Watcher } from './watcher.ts';

/** What the watcher knows of an address, how it is, and how old the truth is. */
export interface WatchedStatus extends AddressStatus {
  /** Milliseconds since the owner was last read; `null` if it never was. */
  readonly ageMs: number | null;
  /** The node that held it then, where it cannot be read any more. */
  readonly lastSeen?: string | null;
}

/** The status of all addresses that are watched, as it was last seen: asks nobody. */
export function watchedStatus(watcher: Watcher, session: Session): readonly WatchedStatus[] {
  const situation = situationOf(session, watcher.verdictInFleet);
  const now = session.clock.now();
  return watcher.addresses.map((address) => watched(address, { watcher, situation, now }));
}

interface Findings {
  readonly watcher: Watcher;
  readonly situation: Situation;
  readonly now: number;
}

function watched(address: Address, { watcher, situation, now }: Findings): WatchedStatus {
  const cloud = address.cloud;
  const node = watcher.nodeIn(cloud);
  const sight = watcher.readingCache.of(address);
  const reading = sight?.latest ?? new Failure('transport', whyUnread(address));
  // Only the node's id matters here.
  const self = node === undefined ? undefined : { provider: cloud, node, region: '' };
  const status = statusOf(address, { reading, self, situation });
  const truth = sight?.known;
  if (sight === undefined || truth === undefined) return { ...status, ageMs: null };
  const ageMs = Math.round(now - sight.knownAt);
  if (!isFailure(reading)) return { ...status, ageMs };
  return { ...status, ageMs, lastSeen: truth.owner.state === 'held' ? truth.owner.node : null };
}

/** Of many controllers one asks the cloud. */
function whyUnread(address: Address): string {
  return fleetOf(address) === undefined
    ? 'Not read yet'
    : 'Only the controller that leads reads it';
}

/** Whether every loop is going round. */
export function isAlive(watcher: Watcher, { clock, config, startedAt }: Session): boolean {
  const { intervalMs, requestMs } = config.timing;
  // The longest wait after failures, and the longest pass, and as much again.
  const aliveMs = 2 * (1.1 * Math.max(intervalMs, longestIntervalMs) + 3 * requestMs);
  return [...clouds(watcher)].every((cloud) => {
    const passedAt = watcher.health(cloud)?.passedAt ?? startedAt;
    return clock.now() - passedAt < aliveMs;
  });
}

/** Why the watcher could not take over right now, cloud by cloud; nothing where it could. */
export function troubles(watcher: Watcher): readonly string[] {
  return [...clouds(watcher)].flatMap((cloud) => {
    const health = watcher.health(cloud);
    if (health === undefined) return [`${cloud}: not read yet`];
    return health.failure === undefined ? [] : [`${cloud}: ${health.failure}`];
  });
}

/** How it is noted, until the next boot, that hooks tell of events. */
export const hooksTell = 'hooks tell';

/** Why the watcher would not hear that this node is MASTER; nothing where there is another way than the FIFO. */
export function deafness(
  { addresses }: Watcher,
  { local }: Session,
  warnings: readonly Warning[],
): readonly string[] {
  const isSeen = addresses.every((one) => one.vip !== undefined || triggerOf(one) !== undefined);
  if (isSeen || local().told.has(hooksTell)) return [];
  return warnings.flatMap(({ kind, message, hint }) =>
    kind === 'fifo' ? [`fifo: ${message}. ${hint}`] : [],
  );
}

function clouds({ addresses }: Watcher): ReadonlySet<string> {
  return new Set(addresses.map(({ cloud }) => cloud));
}
