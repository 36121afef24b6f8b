import { causeOf } from '../core/vrrp.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import { tickMs } from '../lib/processes/process-start.ts';
import type { UnheardEvent } from '../triggers/unheard-events.ts';
import { record, tell } from './record-event.ts';
import type { Session } from './session.ts';

type Hearing = Pick<Session, 'local' | 'log' | 'journal' | 'host' | 'handOver'>;

/**
 * Hears what hooks were told that could not run floatip. Where a watcher runs, it is told: it would find out
 * itself, but only if this process had not been here first.
 */
export async function hearUnheard(session: Hearing): Promise<void> {
  const { unheard } = session.local();
  for (const one of unheard.list()) {
    tellWhy(one, session);
    if (!(await session.handOver(one.event))) {
      if (!record(one.event, session)) continue;
      tell(one.event, session);
    }
    unheard.forget(one);
  }
}

/** The same in the watcher, which looks again and again, and acts on what it hears. */
export function listenToUnheard(session: Session, hear: (event: VrrpEvent) => void): () => void {
  const { unheard } = session.local();
  // In a folder that has become read-only, a file stays.
  const heard = new Set<string>();
  return () => {
    for (const one of unheard.list()) {
      const { ticks, pid } = one.event.order;
      const key = `${one.file} ${ticks}-${pid}`;
      if (heard.has(key)) continue;
      heard.add(key);
      tellWhy(one, session);
      hear(one.event);
      unheard.forget(one);
    }
  };
}

function tellWhy({ event, why }: UnheardEvent, { log, journal, host }: Hearing): void {
  const lateMs = Math.max(0, host.ticks() - event.order.ticks) * tickMs;
  log.warn({ event: causeOf(event), reason: why, lateMs }, 'a hook could not run');
  journal.append({ type: 'unheard', event: causeOf(event), reason: why, lateMs });
}
