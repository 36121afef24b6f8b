import type { ProviderName } from '../../core/address.ts';
import type { Clock } from '../../ports/clock.ts';

/** How many requests a cloud still allows this account, as its answers say. */
export interface Budget {
  /** The headers of an answer, names in lower case. */
  note(cloud: ProviderName, headers: Readonly<Record<string, string>>): number | undefined;
  /** Whether a read that can wait may be sent. Takeovers do not ask. */
  allowsReading(cloud: ProviderName): boolean;
}

interface Account {
  readonly remaining: number;
  readonly limit: number;
  /** On the clock's `now()`. */
  readonly resetsAt: number;
}

/** This part of what is allowed is kept for takeovers. */
const reserve = 0.1;

/** DigitalOcean says so in its answers; Tencent Cloud counts by the second, and says nothing. */
export function createBudget(clock: Clock): Budget {
  const accounts = new Map<ProviderName, Account>();
  return {
    note(cloud, headers) {
      const header = (name: string): number =>
        Number.parseFloat(headers[`ratelimit-${name}`] ?? '');
      const [remaining, limit] = [header('remaining'), header('limit')];
      if (Number.isNaN(remaining) || Number.isNaN(limit)) return undefined;
      // The answer's own date, because this host's clock may be wrong.
      const wallMs = Date.parse(headers['date'] ?? '') || clock.wall();
      const resetsAt = clock.now() + header('reset') * 1000 - wallMs;
      accounts.set(cloud, { remaining, limit, resetsAt });
      return remaining;
    },
    allowsReading(cloud) {
      const account = accounts.get(cloud);
      if (account === undefined || account.resetsAt <= clock.now()) return true;
      return account.remaining > account.limit * reserve;
    },
  };
}
