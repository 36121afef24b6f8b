import type { HttpReply } from '../../lib/http/http.ts';

/** How long to wait after a 429, where that is said: in seconds, or as a date. Neutron itself has no limit. */
export function retryAfterMs(
  { headers }: Pick<HttpReply, 'headers'>,
  wallMs: number,
): number | undefined {
  const text = headers['retry-after'] ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const untilMs = Date.parse(text) - (Date.parse(headers['date'] ?? '') || wallMs);
  return untilMs > 0 ? untilMs : undefined;
}
