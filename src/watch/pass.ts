import type { Session } from '../app/session.ts';
import { sightOf } from '../app/sight-of.ts';
import type { Address } from '../core/address.ts';
import type { Reading } from '../core/owner.ts';
import { isReached } from '../core/plan.ts';
import type { EventOrder } from '../core/vrrp.ts';
import { withTimeout } from '../lib/time/deadline.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Metrics } from '../ports/metrics.ts';
import { readingIn } from '../ports/provider.ts';
import type { Readings } from '../ports/provider.ts';
import type { Connection } from '../providers/connection.ts';
import { noteHere, noteNotOurs } from '../takeover/claim.ts';
import { createToldClaim } from '../takeover/told-claim.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import { tendGuest } from './guests.ts';
import type { ReadingCache } from './reading-cache.ts';
import type { Takeovers } from './takeovers.ts';

/** What the watcher works with in one cloud. */
export interface WatchContext {
  readonly cloud: string;
  readonly addresses: readonly Address[];
  readonly connection: Connection;
  /** The node that this host is. */
  readonly node: string;
}

export interface PassOptions {
  readonly session: Session;
  readonly roles: RoleTracker;
  readonly readingCache: ReadingCache;
  readonly takeovers: Takeovers;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
  /** The longest that a pass may take, or a wait for the next. Milliseconds. */
  readonly maxWaitMs: number;
}

/**
 * One look at all addresses of a cloud, and a takeover for each that this node should hold and does
 * not. Leaves alone what is being taken over. Returns why the cloud could not be read, if it could not.
 */
export async function pass(
  context: WatchContext,
  options: PassOptions,
): Promise<Failure | undefined> {
  const { session, readingCache, takeovers } = options;
  const addresses = context.addresses.filter((address) => !takeovers.isRunning(address));
  if (addresses.length === 0) return undefined;
  const from = session.clock.now();
  const readings = await look(context, addresses, options);
  // A takeover that an event has begun meanwhile knows better than what was asked before it.
  const idle = addresses.filter((address) => !takeovers.hasRunSince(address, from));
  if (isFailure(readings)) {
    for (const address of idle) readingCache.note(address, readings);
    return readings;
  }
  // Once for all: each is a tick later than the last, and events that come then must not be older.
  const since = session.host.orderNow();
  for (const address of idle) {
    const reading = readingIn(readings, address);
    readingCache.note(address, reading);
    consider(address, { context, reading, since }, options);
  }
  await Promise.all(idle.map((address) => tend(address, { context, readings }, options)));
  const failures = addresses
    .map((address) => readingIn(readings, address))
    .filter((one) => isFailure(one));
  // A cloud that wants fewer requests means all of them.
  return failures.find((failure) => failure.class === 'throttled') ?? failures[0];
}

interface Finding {
  readonly context: WatchContext;
  readonly reading: Reading | Failure;
  /** When the pass looked, in the order of events. */
  readonly since: EventOrder;
}

/** A pass may take as long as a few requests that nobody answers. */
const longestInRequests = 3;

async function look(
  { connection }: WatchContext,
  addresses: readonly Address[],
  { session, signal: parent, maxWaitMs }: PassOptions,
): Promise<Readings | Failure> {
  const { clock, config } = session;
  const ms = Math.min(config.timing.requestMs * longestInRequests, maxWaitMs);
  const onTimeout = (): Failure => new Failure('transport', `No answer within ${ms / 1000} s`);
  try {
    return await withTimeout({ clock, ms, parent, onTimeout }, (signal) =>
      connection.provider.read(addresses, signal),
    );
  } catch (error) {
    parent.throwIfAborted();
    if (isFailure(error)) return error;
    throw error;
  }
}

/** Nobody can say whether an address is here that could not be read. */
async function tend(
  address: Address,
  { context: { node }, readings }: Pick<Finding, 'context'> & { readonly readings: Readings },
  { session, roles }: PassOptions,
): Promise<void> {
  const reading = readingIn(readings, address);
  const isHere = !isFailure(reading) && isReached({ type: 'held-by', node }, reading);
  await tendGuest(address, { session, roles, node, isHere });
}

function consider(address: Address, finding: Finding, options: PassOptions): void {
  const { session, roles, takeovers, metrics } = options;
  const { context, reading, since } = finding;
  const { connection, node } = context;
  const isOurs = roles.roleOf(address) === 'MASTER';
  if (!isOurs) noteNotOurs(address, session.local());
  if (isFailure(reading)) {
    metrics.seen(address, undefined, isOurs);
    return;
  }
  const isHere = isReached({ type: 'held-by', node }, reading);
  metrics.seen(address, isHere, isOurs);
  session.alarms.saw(address, () => sightOf(address, { reading, isHere, isOurs }, options));
  if (!isOurs) return;
  if (isHere && !reading.pending) {
    noteHere(address, { since, local: session.local(), roles });
    return;
  }
  if (takeovers.isRefused(address)) return;
  takeovers.start({
    address,
    connection,
    node,
    told: createToldClaim(since),
    cause: 'watch',
    isAssertion: false,
    readFirst: true,
    known: reading,
  });
}
