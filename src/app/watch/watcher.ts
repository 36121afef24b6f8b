import type { Address, ProviderName } from '../../core/address.ts';
import type { VrrpEvent } from '../../core/vrrp.ts';
import type { Warning } from '../../core/warning.ts';
import type { Metrics } from '../../ports/metrics.ts';
import { createMastery } from '../../sources/mastery.ts';
import { listenToUnheard } from '../hear-unheard.ts';
import type { Session } from '../session.ts';
import { warningsOf } from '../warnings.ts';
import { Attention } from './attention.ts';
import type { Budget } from './budget.ts';
import { createKnowledge } from './knowledge.ts';
import type { Knowledge } from './knowledge.ts';
import { Rounds } from './rounds.ts';
import type { Health } from './rounds.ts';
import type { Strangers } from './strangers.ts';
import { createTakeovers } from './takeovers.ts';
import type { Unrecorded } from './unrecorded.ts';

export interface WatcherOptions {
  readonly session: Session;
  readonly metrics: Metrics;
  readonly budget: Budget;
  readonly unrecorded: Unrecorded;
  readonly strangers: Strangers;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Called when a pass has ended, well or not: the watcher is alive. */
  readonly onPass: () => void;
  /** The longest that a pass may take, or a wait for the next. Milliseconds. */
  readonly maxWaitMs: number;
  /** Gets what should never happen: no loop goes on as if it had not. */
  readonly onBug: (error: unknown) => void;
}

/** Brings addresses here as keepalived says, and makes sure of it again and again. */
export interface Watcher {
  /** All that it watches. */
  readonly addresses: readonly Address[];
  readonly knowledge: Knowledge;
  /** The node that this host is in a cloud, once it is known. */
  nodeIn(cloud: ProviderName): string | undefined;
  health(cloud: ProviderName): Health | undefined;
  /** What there is to warn of, by what keepalived tells. Looks at the host. */
  warnings(): readonly Warning[];
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
  const { session, metrics, unrecorded, onBug } = options;
  const { clock, host, config } = session;
  // What follows nothing is only touched by commands.
  const addresses = config.addresses.filter(({ follow }) => follow !== undefined);
  const store = unrecorded.beside(session.local().events);
  const mastery = createMastery({ store, host });
  const knowledge = createKnowledge(clock);
  const takeovers = createTakeovers({ session, mastery, metrics, knowledge, onBug });
  const parts = { ...options, addresses, mastery, knowledge, takeovers };
  const rounds = new Rounds({ ...parts, onOpen: (cloud) => attention.resume(cloud) });
  const attention = new Attention({ ...parts, posts: rounds.posts });
  return {
    addresses,
    knowledge,
    nodeIn: (cloud) => rounds.posts.get(cloud)?.node,
    health: (cloud) => rounds.health.get(cloud),
    warnings: () => warningsOf({ addresses, store, host }),
    hear: (event) => attention.hear(event),
    hearUnheard: listenToUnheard(session, (event) => attention.hear(event)),
    lookAtInterfaces: () => attention.lookAtInterfaces(),
    run: () => rounds.run(),
    finish: () => takeovers.finish(),
    stop: () => takeovers.stop(),
  };
}
