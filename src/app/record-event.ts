import type { VrrpEvent } from '../core/vrrp.ts';
import type { Session } from './session.ts';

/**
 * Before anything else: whoever is at work finds out what an event means by reading it here. Returns
 * whether that could be done.
 */
export function record(event: VrrpEvent, { local, log }: Session): boolean {
  const { name, state } = event;
  try {
    local().events.record(event);
    return true;
  } catch (error) {
    log.error({ event: `${state} ${name}`, reason: String(error) }, 'cannot record the event');
    return false;
  }
}

/** Writes an event down for the operator. */
export function tell(event: VrrpEvent, { log, journal }: Session): void {
  const { scope, name, state, priority } = event;
  log.info({ scope, vrrp: name, state, priority }, 'event');
  journal.append({ type: 'event', scope, name, state, priority });
}
