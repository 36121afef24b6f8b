import { Refusal } from './refusal.ts';

/** The request limit of a project: a bucket that fills bit by bit, in an hour from empty to full. */
export interface Limits {
  /** Counts one request. Throws where there is nothing left. */
  count(nowMs: number): void;
  /** The headers that every answer carries. */
  headers(nowMs: number): Record<string, string>;
}

const hourMs = 3_600_000;

export function createLimits(perHour: number): Limits {
  let left = perHour;
  let asOfMs: number | undefined;

  const fill = (nowMs: number): void => {
    const sinceMs = nowMs - (asOfMs ?? nowMs);
    left = Math.min(perHour, left + (sinceMs * perHour) / hourMs);
    asOfMs = nowMs;
  };

  return {
    count(nowMs) {
      fill(nowMs);
      if (left < 1) {
        throw new Refusal('rate_limit_exceeded', `limit of ${perHour} requests per hour reached`);
      }
      left -= 1;
    },
    headers(nowMs) {
      fill(nowMs);
      const fullAtMs = nowMs + ((perHour - left) * hourMs) / perHour;
      return {
        'ratelimit-limit': String(perHour),
        'ratelimit-remaining': String(Math.floor(left)),
        'ratelimit-reset': String(Math.ceil(fullAtMs / 1000)),
      };
    },
  };
}
