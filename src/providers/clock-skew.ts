import type { HttpReply } from '../lib/http/http.ts';
import type { Clock } from '../ports/clock.ts';

/** What has to be added to this host's clock, as far as the API has refused it. */
export interface ClockSkew {
  /** The time by the API's clock, in seconds since 1970. */
  seconds(): number;
  /** Whether the date of an answer is so far from that time that a signature would be refused. */
  isOff(answer: Pick<HttpReply, 'headers'>): boolean;
  /** Goes by the date of an answer that refuses the clock. */
  learn(refusal: Pick<HttpReply, 'headers'>): void;
  /** Whether the last refusal brought anything new: else the date of the one before was right. */
  isNews(): boolean;
}

/** Dates before floatip, and those that none of us will see, are of nobody's clock. */
const earliestMs = Date.UTC(2020, 0);
const latestMs = Date.UTC(2100, 0);

/** How far off APIs that check signatures let a clock be. */
const toleranceMs = 300_000;

export function createClockSkew(clock: Clock): ClockSkew {
  let skewMs = 0;
  let isNews = false;
  return {
    isOff({ headers }) {
      const date = dateIn(headers);
      return date !== undefined && Math.abs(date - clock.wall() - skewMs) > toleranceMs;
    },
    seconds: () => Math.floor((clock.wall() + skewMs) / 1000),
    isNews: () => isNews,
    learn({ headers }) {
      const date = dateIn(headers);
      isNews = false;
      if (date === undefined) return;
      const before = skewMs;
      skewMs = date - clock.wall();
      isNews = Math.abs(skewMs - before) > toleranceMs;
    },
  };
}

function dateIn(headers: HttpReply['headers']): number | undefined {
  const date = Date.parse(headers['date'] ?? '');
  return date >= earliestMs && date < latestMs ? date : undefined;
}
