import type { HttpReply } from '../../lib/http/http.ts';

/** A day: what is longer is told as that. Nobody waits that long, see `longestAskedWaitMs`. */
const longestToldMs = 86_400_000;

/**
 * How long DigitalOcean asks to wait. `retry-after` comes with the burst limit only; the hourly limit
 * has just `ratelimit-reset`, the epoch second at which the oldest request expires. The answer's own
 * `date` is preferred to this host's clock; a time that has passed says nothing.
 */
export function retryAfterMs(
  { headers }: Pick<HttpReply, 'headers'>,
  wallMs: number,
): number | undefined {
  const nowMs = Date.parse(headers['date'] ?? '') || wallMs;
  const reset = Number.parseFloat(headers['ratelimit-reset'] ?? '') * 1000 - nowMs;
  const ms = delayIn(headers['retry-after'] ?? '', nowMs) ?? reset;
  return ms > 0 ? Math.min(ms, longestToldMs) : undefined;
}

/** Seconds, or a date. */
function delayIn(text: string, nowMs: number): number | undefined {
  const seconds = Number.parseFloat(text);
  const ms = Number.isNaN(seconds) ? Date.parse(text) - nowMs : seconds * 1000;
  return Number.isNaN(ms) ? undefined : ms;
}
