import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

import { plainText } from '../core/plain-text.ts';
import type { Metrics } from '../ports/metrics.ts';

const numberOf = { hold: 1, 'do not': 0, unknown: -1 } as const;

/** What other triggers than keepalived say. */
export function triggerMetricsIn(registry: Registry): Metrics['triggered'] {
  const registers = [registry];
  const latest = new Gauge({
    name: 'floatip_trigger',
    help: 'What a trigger says: 1 hold, 0 do not, -1 nobody knows',
    registers,
    labelNames: ['trigger'],
  });
  const changes = new Counter({
    name: 'floatip_trigger_changes_total',
    help: 'How often a trigger began to say something else',
    registers,
    labelNames: ['trigger', 'says'],
  });
  return (by, says) => {
    const trigger = plainText(by, 100);
    latest.set({ trigger }, numberOf[says]);
    changes.inc({ trigger, says });
  };
}
