import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

import { plainText } from '../core/plain-text.ts';
import type { Metrics } from '../ports/metrics.ts';

/** How the hosts are that run nothing. */
export function fleetMetricsIn(registry: Registry): Metrics['hosts'] {
  const count = new Gauge({
    name: 'floatip_hosts',
    help: 'How many hosts of a fleet are well, dead, or not known to be either, as most controllers say',
    registers: [registry],
    labelNames: ['hosts', 'is'],
  });
  return (fleet, counts) => {
    const hosts = plainText(fleet, 100);
    for (const is of ['well', 'dead', 'unknown'] as const) count.set({ hosts, is }, counts[is]);
  };
}
