import { longestIntervalMs } from '../core/backoff.ts';
import type { Clock } from '../ports/clock.ts';

/** How many requests a cloud still allows this account, as its answers say. */
export interface RequestBudget {
  /** The headers of an answer, names in lower case. */
  note(cloud: string, headers: Readonly<Record<string, string>>): number | undefined;
  /** Whether a read that can wait may be sent. Takeovers do not ask. */
  allowsReading(cloud: string): boolean;
}

interface Account {
  /** Since when every answer says that requests run low, on the clock's `now()`. */
  readonly lowSince: number | undefined;
  /** Until then no read is sent that can wait. */
  readonly quietUntil: number;
}

/** This part of what is allowed is kept for takeovers. */
const reserve = 0.1;
/** No request counts for longer: clouds that say how many are left count by the hour, or by less. */
const windowMs = 3_600_000;

/**
 * Some clouds say so in their answers; others count by the second, and say nothing. One answer
 * keeps nobody from looking for longer than a minute: what it says has to be said again after that.
 */
export function createRequestBudget(clock: Clock): RequestBudget {
  const accounts = new Map<string, Account>();
  return {
    note(cloud, headers) {
      const [remaining, limit] = [countIn(headers, 'remaining'), countIn(headers, 'limit')];
      if (remaining === undefined || limit === undefined) return undefined;
      const now = clock.now();
      const isLow = remaining <= limit * reserve;
      const lowSince = isLow ? (accounts.get(cloud)?.lowSince ?? now) : undefined;
      // The answer's own date, because this host's clock may be wrong.
      const wallMs = Date.parse(headers['date'] ?? '') || clock.wall();
      const forMs = (countIn(headers, 'reset') ?? 0) * 1000 - wallMs;
      const quietUntil = lowSince === undefined ? now : quietEnd({ now, lowSince, forMs });
      accounts.set(cloud, { lowSince, quietUntil });
      return remaining;
    },
    allowsReading: (cloud) => (accounts.get(cloud)?.quietUntil ?? -Infinity) <= clock.now(),
  };
}

interface Claim {
  readonly now: number;
  readonly lowSince: number;
  /** How long it is said to last. */
  readonly forMs: number;
}

function quietEnd({ now, lowSince, forMs }: Claim): number {
  const isSure = now - lowSince >= longestIntervalMs;
  if (!isSure) return Math.min(now + forMs, lowSince + longestIntervalMs);
  return now + (forMs <= windowMs ? forMs : longestIntervalMs);
}

function countIn(headers: Readonly<Record<string, string>>, name: string): number | undefined {
  const text = headers[`ratelimit-${name}`]?.trim() ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
