import { usualRefusal } from './digitalocean/refusal.ts';
import type { CloudReply, Effect } from './exchange.ts';
import type { Fault, Occasion } from './faults.ts';

/** What faults make of a request or of its answer. */

export function latencyOf(met: readonly Fault[]): number {
  let ms = 0;
  for (const fault of met) if (fault.type === 'latency') ms += fault.ms;
  return ms;
}

/** The ending of a request that never gets to the cloud proper. */
export function interrupt(
  met: readonly Fault[],
  service: Occasion['service'],
): Effect['ending'] | undefined {
  for (const fault of met) {
    if (fault.type === 'reset' || fault.type === 'hang') return { type: fault.type };
    if (fault.type === 'status') return { type: 'reply', reply: replyOf(fault, service) };
    if (fault.type === 'html') return { type: 'reply', reply: errorPage(fault.status ?? 502) };
  }
  return undefined;
}

/** With no body, DigitalOcean's API says what it says with such a status; everybody else says nothing. */
function replyOf(
  { status, headers = {}, body }: Extract<Fault, { type: 'status' }>,
  service: Occasion['service'],
): CloudReply {
  const isOfApi = service === 'digitalocean-api' && body === undefined;
  const usual = isOfApi ? usualRefusal(status, headers) : undefined;
  return (
    usual?.reply('00000000-0000-4000-8000-000000000000') ?? { status, headers, body: body ?? '' }
  );
}

/** The ending of a request that the cloud has carried out. */
export function spoil(met: readonly Fault[], reply: CloudReply): Effect['ending'] {
  if (met.some((fault) => fault.type === 'lost')) return { type: 'reset' };
  if (met.some((fault) => fault.type === 'truncate')) return { type: 'truncate', reply };
  return { type: 'reply', reply };
}

function errorPage(status: number): CloudReply {
  const body = `<html><head><title>${status}</title></head><body>Bad Gateway</body></html>`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}
