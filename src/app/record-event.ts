import { toldBy } from '../core/vrrp.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import type { ToldEvent } from '../triggers/keepalived-event.ts';
import type { HostState, Session } from './session.ts';

/**
 * Hears an event as a hook: hands it to the watcher of this host, or records it. Returns it where
 * this process is to act on it.
 */
export async function hear(
  told: ToldEvent,
  company: HostState & Pick<Session, 'log'>,
): Promise<VrrpEvent | undefined> {
  const { host, log } = company;
  const event = toldBy(host.keepalivedAbove(), { ...told, order: host.hookStart() });
  if (await company.handOver(event)) {
    log.info({ vrrp: event.name, state: event.state }, 'handed over to the watcher');
    return undefined;
  }
  record(event, company);
  return event;
}

/**
 * Before anything else: whoever is at work finds out what an event means by reading it here. Returns
 * whether that could be done.
 */
export function record(event: VrrpEvent, { local, log }: Pick<Session, 'local' | 'log'>): boolean {
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
export function tell(event: VrrpEvent, { log, journal }: Pick<Session, 'log' | 'journal'>): void {
  const { scope, name, state, priority } = event;
  log.info({ scope, vrrp: name, state, priority }, 'event');
  journal.append({ type: 'event', scope, name, state, priority });
}
