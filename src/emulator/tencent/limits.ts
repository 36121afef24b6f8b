import { actions } from './description.ts';
import type { ActionName } from './description.ts';
import { Refusal } from './refusal.ts';

/** Requests a second, by action. */
export type LimitSettings = Readonly<Partial<Record<ActionName, number | undefined>>>;

/** How often each action may be asked for: by the second, all keys of the account together. */
export interface Limits {
  /** Counts one request. Throws when it is one too many in this second. */
  count(action: ActionName, nowMs: number): void;
}

export function createLimits(settings: LimitSettings): Limits {
  const counted = new Map<ActionName, { second: number; requests: number }>();
  return {
    count(action, nowMs) {
      const second = Math.floor(nowMs / 1000);
      const before = counted.get(action);
      // What is refused counts as well: messages name numbers far above the limit.
      const requests = before?.second === second ? before.requests + 1 : 1;
      counted.set(action, { second, requests });
      const limit = settings[action] ?? actions[action].perSecond;
      if (limit !== null && requests > limit) throw tooMany(requests, limit);
    },
  };
}

function tooMany(requests: number, limit: number): Refusal {
  return new Refusal(
    'RequestLimitExceeded',
    `Your current request times equals to \`${requests}\` in a second, which exceeds the frequency limit \`${limit}\` for a second. Please reduce the frequency of calls.`,
  );
}
