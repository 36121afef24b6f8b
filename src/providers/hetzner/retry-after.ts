import { longestAskedWaitMs } from '../../core/backoff.ts';
import type { HttpReply } from '../../lib/http/http.ts';

const hourMs = 3_600_000;
/** The limit of a project that has no other (hcloud-python tests/unit/test_client.py). */
const usualLimit = 3600;

/**
 * How long to wait after a 429. `RateLimit-Reset` is the epoch second at which the whole limit is back, for which
 * nobody waits: what is allowed in an hour comes back bit by bit, one request every second
 * (https://docs.hetzner.cloud, "Rate Limiting"). Where all of it is back soon, that is waited for.
 */
export function retryAfterMs(
  { headers }: Pick<HttpReply, 'headers'>,
  wallMs: number,
): number | undefined {
  const nowMs = Date.parse(headers['date'] ?? '') || wallMs;
  const asked = numberIn(headers, 'retry-after') * 1000;
  if (asked > 0) return asked;
  const resetMs = numberIn(headers, 'ratelimit-reset') * 1000 - nowMs;
  if (Number.isNaN(resetMs) || resetMs <= 0) return undefined;
  if (resetMs <= longestAskedWaitMs) return resetMs;
  const limit = numberIn(headers, 'ratelimit-limit');
  return Math.ceil(hourMs / (limit > 0 ? limit : usualLimit));
}

function numberIn(headers: HttpReply['headers'], name: string): number {
  return Number.parseFloat(headers[name] ?? '');
}
