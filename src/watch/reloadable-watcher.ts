import { setMaxListeners } from 'node:events';

import type { Session } from '../app/session.ts';
import type { Config } from '../config/config.ts';
import { Failure } from '../ports/failure.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Changes } from './changes.ts';
import { createMemoryEvents } from './memory-events.ts';
import type { MemoryEvents } from './memory-events.ts';
import type { RequestBudget } from './request-budget.ts';
import { createUnfollowedInstances } from './unfollowed-instances.ts';
import type { UnfollowedInstances } from './unfollowed-instances.ts';
import { createWatcher } from './watcher.ts';
import type { Watcher } from './watcher.ts';

/** The watcher of this process. A reload puts one with another config in its place. */
export interface ReloadableWatcher {
  readonly session: Session;
  readonly watcher: Watcher;
  /** Another watcher takes over, with another config. The takeovers of the old one go on. */
  reload(config: Config): void;
  /** Ends the watch, and resolves once all is quiet. */
  end(): Promise<void>;
}

export interface ReloadableWatcherOptions {
  readonly config: Config;
  readonly openSession: (config: Config, signal: AbortSignal) => Session;
  readonly metrics: Metrics;
  readonly budget: RequestBudget;
  readonly onPass: () => void;
  /** The longest that a pass may take, or a wait for the next. Milliseconds. */
  readonly maxWaitMs: number;
  /** Told when something may look different. */
  readonly changes?: Changes;
  /** Gets what should never happen. The watch has to end then: something of it is no longer there. */
  readonly onBug: (error: unknown) => void;
}

interface WatcherRun {
  readonly session: Session;
  readonly watcher: Watcher;
  /** Begins nothing more, and ends once all that was begun is done. */
  drain(): Promise<void>;
  end(): Promise<void>;
}

export function startReloadableWatcher(options: ReloadableWatcherOptions): ReloadableWatcher {
  const kept = { memoryEvents: createMemoryEvents(), unfollowed: createUnfollowedInstances() };
  const lasting = { ...options, ...kept };
  const draining = new Set<WatcherRun>();
  let current = startRun(options.config, lasting);
  const tellWhatIsWatched = (): void => options.metrics.watching(current.watcher.addresses);
  return {
    get session() {
      return current.session;
    },
    get watcher() {
      return current.watcher;
    },
    reload(config) {
      const old = current;
      current = startRun(config, lasting);
      draining.add(old);
      tellWhatIsWatched();
      options.changes?.tell();
      old
        .drain()
        .then(() => closeUnshared(old, current))
        .catch(options.onBug)
        .finally(() => {
          draining.delete(old);
          // Its takeovers may have told something until now.
          tellWhatIsWatched();
        });
    },
    async end() {
      // Before takeovers are cut short: what may be on its way decides what is given up.
      const closing = current.session.triggers.close();
      await Promise.all([current, ...draining].map((one) => one.end()));
      await closing;
    },
  };
}

/** What one run leaves to the next. */
interface Lasting extends ReloadableWatcherOptions {
  readonly memoryEvents: MemoryEvents;
  readonly unfollowed: UnfollowedInstances;
}

async function closeUnshared(old: WatcherRun, current: WatcherRun): Promise<void> {
  const { triggers } = old.session;
  if (triggers !== current.session.triggers) await triggers.close();
}

function startRun(config: Config, options: Lasting): WatcherRun {
  const { openSession, metrics, budget, onPass, maxWaitMs, changes, onBug } = options;
  const { memoryEvents, unfollowed } = options;
  const ending = new AbortController();
  // Hundreds of addresses at once are no leak.
  setMaxListeners(0, ending.signal);
  const session = openSession(config, ending.signal);
  const watcher = createWatcher({
    session,
    metrics,
    budget,
    memoryEvents,
    unfollowed,
    onPass,
    maxWaitMs,
    ...(changes === undefined ? {} : { changes }),
    onBug,
    signal: ending.signal,
  });
  const running = watcher.run();
  const leave = async (takeoversEnd: () => Promise<void>): Promise<void> => {
    ending.abort(new Failure('interrupted', 'This watcher is relieved'));
    await running;
    await takeoversEnd();
    session.close();
  };
  return {
    session,
    watcher,
    drain: () => leave(watcher.finish),
    end: () => leave(watcher.stop),
  };
}
