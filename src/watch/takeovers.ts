import { setMaxListeners } from 'node:events';

import type { Session } from '../app/session.ts';
import { keyOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { heldBy, isHeldBy } from '../core/owner.ts';
import type { Owner, Reading } from '../core/owner.ts';
import { startDeadline } from '../lib/time/deadline.ts';
import { asFailure, Failure } from '../ports/failure.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Connection } from '../providers/connection.ts';
import { withAfter } from '../takeover/after.ts';
import { assertClaim } from '../takeover/assertion.ts';
import { claim, isHeld } from '../takeover/claim.ts';
import type { ClaimOptions } from '../takeover/claim.ts';
import type { ToldClaim } from '../takeover/told-claim.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import type { Changes } from './changes.ts';
import { probeBeside } from './probe-beside.ts';
import type { ReadingCache } from './reading-cache.ts';
import { createRefusals } from './refusals.ts';
import type { Refusals } from './refusals.ts';

export interface TakeoverRequest {
  readonly address: Address;
  readonly connection: Connection;
  /** The node that this host is. */
  readonly node: string;
  /** The event or pass that it is begun for; an event may be told once more, by hooks as well after a FIFO. */
  readonly told: ToldClaim;
  /** Why, for the journal. */
  readonly cause: string;
  readonly readFirst: boolean;
  readonly known: Reading | undefined;
  /** Another node has only claimed it: make sure of it. */
  readonly isAssertion: boolean;
  /** Hears that it has ended, and what became of it where it came to a result. */
  readonly onOver?: (result: Result | undefined) => void;
}

/** The takeovers that are going on, each on its own. */
export interface Takeovers {
  start(request: TakeoverRequest): void;
  isRunning(address: Address): boolean;
  /** Whether one is going on that looks again for a while after the address is here. */
  isAsserting(address: Address): boolean;
  /** The one that is going on to bring it here, if there is one. */
  takingOver(address: Address): TakingOver | undefined;
  /** Whether the cloud has refused it, and it is too early to ask again without being told to. */
  isRefused(address: Address): boolean;
  /** Whether one was going on after a moment, or still is. Of the clock's `now()`. */
  hasRunSince(address: Address, ms: number): boolean;
  /** Waits until all of them have ended. */
  finish(): Promise<void>;
  /** Ends all of them, and waits until they have. */
  stop(): Promise<void>;
}

export interface TakingOver extends Pick<TakeoverRequest, 'cause' | 'isAssertion'> {
  /** Of the clock's `now()`. */
  readonly startedAt: number;
}

export interface TakeoversOptions {
  readonly session: Session;
  readonly roles: RoleTracker;
  readonly metrics: Metrics;
  readonly readingCache: ReadingCache;
  /** Hears when one has begun, and when it has ended. */
  readonly changes: Changes;
  /** Gets what should never happen. */
  readonly onBug: (error: unknown) => void;
}

export function createTakeovers(options: TakeoversOptions): Takeovers {
  const { clock, config } = options.session;
  const refusals = createRefusals(clock, config.timing.intervalMs);
  const running = new Map<string, Map<Promise<void>, TakingOver>>();
  const endedAt = new Map<string, number>();
  const stopping = new AbortController();
  // Hundreds of addresses at once are no leak.
  setMaxListeners(0, stopping.signal);
  const finish = async (): Promise<void> => {
    await Promise.all([...running.values()].map((runs) => Promise.all(runs.keys())));
  };
  const runsOf = (address: Address): readonly TakingOver[] => [
    ...(running.get(keyOf(address))?.values() ?? []),
  ];
  const isRunning = (address: Address): boolean => runsOf(address).length > 0;
  return {
    finish,
    isRunning,
    isAsserting: (address) => runsOf(address).some(({ isAssertion }) => isAssertion),
    takingOver: (address) => runsOf(address).find(({ isAssertion }) => !isAssertion),
    isRefused: refusals.isTooEarly,
    hasRunSince: (address, ms) =>
      isRunning(address) || (endedAt.get(keyOf(address)) ?? -Infinity) >= ms,
    start(request) {
      const key = keyOf(request.address);
      const others = running.get(key) ?? new Map<Promise<void>, TakingOver>();
      running.set(key, others);
      const run = takeOver(request, { ...options, refusals }, stopping.signal)
        .catch(options.onBug)
        .finally(() => {
          others.delete(run);
          endedAt.set(key, clock.now());
        });
      others.set(run, { ...request, startedAt: clock.now() });
    },
    async stop() {
      stopping.abort(new Failure('interrupted', 'The watcher ends'));
      await finish();
    },
  };
}

interface Tools extends TakeoversOptions {
  readonly refusals: Refusals;
}

async function takeOver(
  request: TakeoverRequest,
  { session, roles, metrics, readingCache, changes, refusals, onBug }: Tools,
  parent: AbortSignal,
): Promise<void> {
  const { address, connection, known, isAssertion, onOver, ...rest } = request;
  const { clock, random, log, journal, config, recheck, host } = session;
  const tools = { clock, random, log, journal, recheck, host };
  const deadline = startDeadline({ clock, ms: config.timing.deadlineMs, parent });
  const { cause, node } = rest;
  clock.after(0, () => journal.append({ type: 'claim', cause, node, addresses: [address.name] }));
  // What is known is about to change.
  readingCache.doubt(address);
  changes.tell();
  let result: Result | undefined;
  try {
    result = await (isAssertion ? assertClaim : claim)(address, {
      ...rest,
      since: rest.told.latest(),
      ...tools,
      provider: connection.provider,
      deadline,
      startedAt: clock.now(),
      local: session.local(),
      metrics,
      roles,
      ...createAccount(address, node, { metrics, readingCache }),
      // An assertion is a reason to doubt what was seen.
      ...(known === undefined || isAssertion ? {} : { known }),
    });
    refusals.note(address, result);
    probeBeside(address, result, { session, roles, metrics, onBug, signal: parent });
    tellFailure(result, log);
    // The takeover has ended: whatever else happens to the address does not wait for that.
    withAfter(address, result, session).catch(onBug);
  } catch (error) {
    log.error({ address: address.name, reason: asFailure(error).message }, 'takeover ended');
  } finally {
    deadline.end();
    onOver?.(result);
    changes.tell();
  }
}

/** Keeps pages and metrics at what was seen last, also while a vigil goes on. */
function createAccount(
  address: Address,
  node: string,
  { metrics, readingCache }: Pick<TakeoversOptions, 'metrics' | 'readingCache'>,
): Required<Pick<ClaimOptions, 'onLost' | 'onEnd'>> {
  const see = (owner: Owner, ip: string | null): void => {
    const reading = { owner, pending: false };
    readingCache.note(address, ip === null ? reading : { ...reading, ip });
    metrics.seen(address, isHeldBy(owner, node), true);
  };
  let isCounted = false;
  return {
    onLost(owner) {
      metrics.lost(address);
      see(owner, null);
      readingCache.doubt(address);
    },
    onEnd(result) {
      // Looks of a vigil that find all well are no takeovers.
      const isLook = isCounted && result.outcome === 'already-held';
      if (!isLook) metrics.ended(address, result);
      isCounted = true;
      if (isHeld(result)) see(heldBy(node), result.ip);
    },
  };
}

/** Nobody waits for the result: whoever reads the log has to find out why, and what to do. */
function tellFailure({ name: address, outcome, error }: Result, log: Log): void {
  if (error === undefined || outcome === 'superseded') return;
  log.error({ address, outcome, reason: error.message, hint: error.hint }, 'takeover failed');
}
