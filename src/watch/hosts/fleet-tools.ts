import type { Session } from '../../app/session.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { ReadingCache } from '../reading-cache.ts';
import type { RequestBudget } from '../request-budget.ts';
import type { Takeovers } from '../takeovers.ts';

/** What is needed to move the addresses of a fleet. */
export interface FleetTools {
  readonly session: Session;
  readonly takeovers: Takeovers;
  readonly readingCache: ReadingCache;
  readonly metrics: Metrics;
  readonly budget: RequestBudget;
  readonly signal: AbortSignal;
}
