import { actions } from './description.ts';
import type { ActionName, Bucket } from './description.ts';
import { Refusal } from './refusal.ts';

/** Where buckets are not to be the vendor's. */
export type LimitSettings = Readonly<Partial<Record<ActionName, Bucket | undefined>>>;

/** How often each action may be asked for: a bucket each, of all keys of the account in this region. */
export interface Limits {
  /** Takes one from the bucket. Throws where it is empty. */
  count(action: ActionName, request: { readonly isBroad: boolean; readonly nowMs: number }): void;
}

/** Of lists that are asked for without a filter or a page (EC2 Developer Guide, "Request throttling"). */
const broad: Bucket = { burst: 50, perSecond: 10 };

export function createLimits(settings: LimitSettings): Limits {
  const levels = new Map<string, { left: number; asOfMs: number }>();
  return {
    count(action, { isBroad, nowMs }) {
      const name = isBroad ? `${action} of everything` : action;
      const { burst, perSecond } = settings[action] ?? (isBroad ? broad : actions[action].bucket);
      const level = levels.get(name) ?? { left: burst, asOfMs: nowMs };
      const left = Math.min(burst, level.left + ((nowMs - level.asOfMs) * perSecond) / 1000);
      const isEmpty = left < 1;
      levels.set(name, { left: isEmpty ? left : left - 1, asOfMs: nowMs });
      if (isEmpty) throw new Refusal('RequestLimitExceeded');
    },
  };
}
