import { tellWarnings } from '../app/tell-warnings.ts';
import type { Warning } from '../core/warning.ts';
import type { Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { EventListeners } from './event-listeners.ts';
import type { ReloadableWatcher } from './reloadable-watcher.ts';

/** Finds out what there is to warn of, and tells what is new. */
export type Review = () => readonly Warning[];

export interface ReviewOptions {
  readonly clock: Clock;
  readonly reloadable: ReloadableWatcher;
  readonly listeners: Pick<EventListeners, 'warnings'>;
  readonly metrics: Metrics;
}

/** Looking takes milliseconds, and there may be a pass over each of many clouds. */
const againMs = 1000;

export function createReview({ clock, reloadable, listeners, metrics }: ReviewOptions): Review {
  let latest: readonly Warning[] = [];
  let lookedAt = -Infinity;
  return () => {
    if (clock.now() - lookedAt >= againMs) {
      lookedAt = clock.now();
      latest = reloadable.watcher.warnings();
      tellWarnings(latest, reloadable.session);
    }
    // Those of the FIFO have been told by whoever reads it.
    const all = [...latest, ...listeners.warnings()];
    metrics.warned(all);
    return all;
  };
}
