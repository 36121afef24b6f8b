import { setMaxListeners } from 'node:events';

import type { Config } from '../../config/config.ts';
import { Failure } from '../../ports/failure.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Session } from '../session.ts';
import type { Budget } from './budget.ts';
import { createStrangers } from './strangers.ts';
import type { Strangers } from './strangers.ts';
import { createUnrecorded } from './unrecorded.ts';
import type { Unrecorded } from './unrecorded.ts';
import { createWatcher } from './watcher.ts';
import type { Watcher } from './watcher.ts';

/** The watcher that is on duty; with another config another one takes over. */
export interface Duty {
  readonly session: Session;
  readonly watcher: Watcher;
  /** Another watcher takes over, with another config. The takeovers of the old one go on. */
  relieve(config: Config): void;
  /** Ends the watch, and resolves once all is quiet. */
  end(): Promise<void>;
}

export interface DutyOptions {
  readonly config: Config;
  readonly openSession: (config: Config, signal: AbortSignal) => Session;
  readonly metrics: Metrics;
  readonly budget: Budget;
  readonly onPass: () => void;
  /** The longest that a pass may take, or a wait for the next. Milliseconds. */
  readonly maxWaitMs: number;
  /** Gets what should never happen. The watch has to end then: something of it is no longer there. */
  readonly onBug: (error: unknown) => void;
}

interface Shift {
  readonly session: Session;
  readonly watcher: Watcher;
  /** Begins nothing more, and ends once all that was begun is done. */
  retire(): Promise<void>;
  end(): Promise<void>;
}

export function beginDuty(options: DutyOptions): Duty {
  const kept = { unrecorded: createUnrecorded(), strangers: createStrangers() };
  const lasting = { ...options, ...kept };
  const retiring = new Set<Shift>();
  let shift = beginShift(options.config, lasting);
  const tellWhatIsWatched = (): void => options.metrics.watching(shift.watcher.addresses);
  return {
    get session() {
      return shift.session;
    },
    get watcher() {
      return shift.watcher;
    },
    relieve(config) {
      const old = shift;
      shift = beginShift(config, lasting);
      retiring.add(old);
      tellWhatIsWatched();
      old
        .retire()
        .catch(options.onBug)
        .finally(() => {
          retiring.delete(old);
          // Its takeovers may have told something until now.
          tellWhatIsWatched();
        });
    },
    async end() {
      await Promise.all([shift, ...retiring].map((one) => one.end()));
    },
  };
}

/** What one shift leaves to the next. */
interface Lasting extends DutyOptions {
  readonly unrecorded: Unrecorded;
  readonly strangers: Strangers;
}

function beginShift(config: Config, options: Lasting): Shift {
  const { openSession, metrics, budget, onPass, maxWaitMs, onBug } = options;
  const { unrecorded, strangers } = options;
  const ending = new AbortController();
  // Hundreds of addresses at once are no leak.
  setMaxListeners(0, ending.signal);
  const session = openSession(config, ending.signal);
  const watcher = createWatcher({
    session,
    metrics,
    budget,
    unrecorded,
    strangers,
    onPass,
    maxWaitMs,
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
    retire: () => leave(watcher.finish),
    end: () => leave(watcher.stop),
  };
}
