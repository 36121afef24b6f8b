import type { Host } from './host.ts';

/** Throws where keepalived's event has not got to floatip. */
export function refuseUnheard(host: Host, state: string, sinceMs: number): void {
  const events = host.journal(sinceMs).filter(({ type }) => type === 'event');
  if (events.some((event) => event.state === state)) return;
  const heard = events.map((event) => event.state).join(', ');
  throw new Error(`floatip of ${host.name} has not heard ${state}: it heard ${heard || 'nothing'}`);
}
