import { setMaxListeners } from 'node:events';

import type { Config } from '../../config/config.ts';
import { Failure } from '../../ports/failure.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Session } from '../session.ts';
import type { Budget } from './budget.ts';
import { createUnrecorded } from './unrecorded.ts';
import type { Unrecorded } from './unrecorded.ts';
import { createWatcher } from './watcher.ts';
import type { Watcher } from './watcher.ts';

/** The watcher that is on duty; with another config another one takes over. */
export interface Duty {
  readonly session: Session;
  readonly watcher: Watcher;
  /** Another watcher takes over, with another config. What the old one is doing, it finishes. */
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
  end(): Promise<void>;
}

export function beginDuty(options: DutyOptions): Duty {
  const lasting = { ...options, unrecorded: createUnrecorded() };
  let shift = beginShift(options.config, lasting);
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
      old.end().catch(options.onBug);
    },
    end: () => shift.end(),
  };
}

/** What one shift leaves to the next. */
interface Lasting extends DutyOptions {
  readonly unrecorded: Unrecorded;
}

function beginShift(config: Config, options: Lasting): Shift {
  const { openSession, metrics, budget, unrecorded, onPass, maxWaitMs, onBug } = options;
  const ending = new AbortController();
  // Hundreds of addresses at once are no leak.
  setMaxListeners(0, ending.signal);
  const session = openSession(config, ending.signal);
  const watcher = createWatcher({
    session,
    metrics,
    budget,
    unrecorded,
    onPass,
    maxWaitMs,
    onBug,
    signal: ending.signal,
  });
  const running = watcher.run();
  return {
    session,
    watcher,
    async end() {
      ending.abort(new Failure('interrupted', 'This watcher is relieved'));
      await running;
      session.close();
    },
  };
}
