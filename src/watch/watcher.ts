import { listenToUnheard } from '../app/hear-unheard.ts';
import { followedBy } from '../app/roles.ts';
import type { Session } from '../app/session.ts';
import { warningsOf } from '../app/warnings.ts';
import type { Address } from '../core/address.ts';
import type { VerdictInFleet } from '../core/fleet-verdict.ts';
import { fleetOf } from '../core/follow.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import type { Warning } from '../core/warning.ts';
import type { Metrics } from '../ports/metrics.ts';
import { createRoleTracker } from '../triggers/role-tracker.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import { noChanges } from './changes.ts';
import type { Changes } from './changes.ts';
import { EventDispatcher } from './event-dispatcher.ts';
import { fleetsFrom, worse } from './fleets.ts';
import type { Fleets } from './fleets.ts';
import type { MemoryEvents } from './memory-events.ts';
import { createReadingCache } from './reading-cache.ts';
import type { ReadingCache } from './reading-cache.ts';
import { ReconcileLoop } from './reconcile-loop.ts';
import type { Health } from './reconcile-loop.ts';
import type { RequestBudget } from './request-budget.ts';
import { createTakeovers } from './takeovers.ts';
import type { Takeovers, TakingOver } from './takeovers.ts';
import { createTriggerListener } from './trigger-listener.ts';
import type { UnfollowedInstances } from './unfollowed-instances.ts';

export interface WatcherOptions {
  readonly session: Session;
  readonly metrics: Metrics;
  readonly budget: RequestBudget;
  readonly memoryEvents: MemoryEvents;
  readonly unfollowed: UnfollowedInstances;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Called when a pass has ended, well or not: the watcher is alive. */
  readonly onPass: () => void;
  /** The longest that a pass may take, or a wait for the next. Milliseconds. */
  readonly maxWaitMs: number;
  /** Told when something may look different. */
  readonly changes?: Changes;
  /** Gets what should never happen: no loop goes on as if it had not. */
  readonly onBug: (error: unknown) => void;
}

/** Brings addresses here as keepalived says, and makes sure of it again and again. */
export interface Watcher {
  /** All that it watches. */
  readonly addresses: readonly Address[];
  readonly readingCache: ReadingCache;
  readonly roles: RoleTracker;
  /** The node that this host is in a cloud, once it is known. */
  nodeIn(cloud: string): string | undefined;
  health(cloud: string): Health | undefined;
  readonly verdictInFleet: VerdictInFleet;
  /** The takeover of an address that is going on, if there is one. */
  takingOver(address: Address): TakingOver | undefined;
  /** What there is to warn of, by what keepalived tells. Looks at the host. */
  warnings(): readonly Warning[];
  /** Whether the `vip` of an address is here although keepalived says that this node is not MASTER. */
  isStray(address: Address): boolean;
  /** Acts on an event, which it also records. */
  hear(event: VrrpEvent): void;
  /** Acts on what hooks were told that could not run. */
  hearUnheard(): void;
  /** Acts on what the interfaces say. */
  lookAtInterfaces(): void;
  /** Watches until the signal aborts. */
  run(): Promise<void>;
  /** After that, waits for the takeovers that it has begun. */
  finish(): Promise<void>;
  /** After that, ends them. */
  stop(): Promise<void>;
}

export function createWatcher(options: WatcherOptions): Watcher {
  const { session, metrics, memoryEvents, changes = noChanges, onBug } = options;
  const { clock, host, config } = session;
  // What follows nothing is only touched by commands.
  const addresses = config.addresses.filter(({ follow }) => follow !== undefined);
  const store = memoryEvents.beside(session.local().events);
  const roles = createRoleTracker({ store, host, triggers: session.triggers });
  const readingCache = createReadingCache(clock, changes);
  const takeovers = createTakeovers({ session, roles, metrics, readingCache, changes, onBug });
  const own = addresses.filter((address) => fleetOf(address) === undefined);
  const parts = { ...options, addresses: own, roles, readingCache, takeovers, changes };
  const loop = new ReconcileLoop({ ...parts, onOpen: (cloud) => dispatcher.resume(cloud) });
  const dispatcher = new EventDispatcher({ ...parts, contexts: loop.contexts });
  const openFleets = async (): Promise<Fleets> =>
    (await import('./hosts/open-fleets.ts')).openFleets({ ...parts, addresses });
  const fleets = fleetsFrom(own.length < addresses.length ? openFleets : undefined);
  const listener = createTriggerListener({ ...parts, dispatcher, fleets });
  return {
    addresses,
    readingCache,
    roles,
    nodeIn: (cloud) => loop.contexts.get(cloud)?.node,
    health: (cloud) => worse(loop.health.get(cloud), fleets.health(cloud)),
    verdictInFleet: fleets.verdictOf,
    warnings: () => warningsOf({ addresses, store, host }),
    takingOver: (address) => takeovers.takingOver(address) ?? fleets.takingOver(address),
    isStray: roles.isStray,
    hear(event) {
      dispatcher.dispatch(event);
      changes.tell();
    },
    hearUnheard: listenToUnheard(session, (event) => dispatcher.dispatch(event)),
    lookAtInterfaces: () => dispatcher.lookAtInterfaces(),
    async run() {
      const triggers = session.triggers.watch(followedBy(addresses, session), listener);
      await Promise.all([loop.run(), fleets.run(), triggers.catch(onBug)]);
    },
    ...endingOf(takeovers, fleets, () => session.triggers.forget(listener)),
  };
}

function endingOf(
  takeovers: Takeovers,
  fleets: Fleets,
  onEnd: () => void,
): Pick<Watcher, 'finish' | 'stop'> {
  return {
    async finish() {
      await Promise.all([takeovers.finish(), fleets.finish()]);
      onEnd();
    },
    async stop() {
      await Promise.all([takeovers.stop(), fleets.stop()]);
      onEnd();
    },
  };
}
