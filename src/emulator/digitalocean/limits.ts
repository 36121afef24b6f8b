import { Refusal, words } from './refusal.ts';

export interface LimitSettings {
  readonly perMinute: number;
  readonly perHour: number;
}

/** The two request limits of one token: sliding windows of a minute and of an hour. */
export interface Limits {
  /** Counts one request. Throws a 429 that says what DigitalOcean would say. */
  count(nowMs: number): void;
  /** The headers that every answer carries. */
  headers(nowMs: number): Record<string, string>;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export function createLimits({ perMinute, perHour }: LimitSettings): Limits {
  let sent: number[] = [];

  const headers = (nowMs: number): Record<string, string> => {
    const [oldest = nowMs] = sent;
    return {
      'ratelimit-limit': String(perHour),
      'ratelimit-remaining': String(Math.max(0, perHour - sent.length)),
      'ratelimit-reset': String(Math.ceil((oldest + hourMs) / 1000)),
    };
  };

  return {
    headers,
    count(nowMs) {
      sent = sent.filter((at) => at > nowMs - hourMs);
      if (sent.length >= perHour) throw tooMany(headers(nowMs));
      const recent = sent.filter((at) => at > nowMs - minuteMs);
      const [first] = recent;
      if (first !== undefined && recent.length >= perMinute) {
        // Only the burst limit says how long to wait; the hourly one leaves that to its reset header.
        const seconds = Math.ceil((first + minuteMs - nowMs) / 1000);
        throw tooMany({ ...headers(nowMs), 'retry-after': String(seconds) });
      }
      sent.push(nowMs);
    },
  };
}

function tooMany(headers: Record<string, string>): Refusal {
  return new Refusal(429, { ...words[429], headers });
}
