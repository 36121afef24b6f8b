import type { CloudReply, Effect } from './exchange.ts';
import type { Fault } from './faults.ts';

/** What faults make of a request or of its answer. */

export function latencyOf(met: readonly Fault[]): number {
  let ms = 0;
  for (const fault of met) if (fault.type === 'latency') ms += fault.ms;
  return ms;
}

/** What an API says with a status, where nothing else is asked for. */
export type UsualReply = (
  status: number,
  headers: Readonly<Record<string, string>>,
) => CloudReply | undefined;

/** The ending of a request that never gets to the cloud proper. */
export function interrupt(
  met: readonly Fault[],
  usualReply?: UsualReply,
): Effect['ending'] | undefined {
  for (const fault of met) {
    if (fault.type === 'reset' || fault.type === 'hang') return { type: fault.type };
    if (fault.type === 'status') return { type: 'reply', reply: replyOf(fault, usualReply) };
    if (fault.type === 'html') return { type: 'reply', reply: errorPage(fault.status ?? 502) };
  }
  return undefined;
}

function replyOf(
  { status, headers = {}, body }: Extract<Fault, { type: 'status' }>,
  usualReply: UsualReply | undefined,
): CloudReply {
  const usual = body === undefined ? usualReply?.(status, headers) : undefined;
  return usual ?? { status, headers, body: body ?? '' };
}

/** The ending of a request that the cloud has carried out. */
export function spoil(met: readonly Fault[], reply: CloudReply | 'hang'): Effect['ending'] {
  if (reply === 'hang') return { type: 'hang' };
  if (met.some((fault) => fault.type === 'lost')) return { type: 'reset' };
  if (met.some((fault) => fault.type === 'truncate')) return { type: 'truncate', reply };
  return { type: 'reply', reply };
}

function errorPage(status: number): CloudReply {
  const body = `<html><head><title>${status}</title></head><body>Bad Gateway</body></html>`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}
