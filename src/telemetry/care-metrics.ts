import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

import type { Metrics } from '../ports/metrics.ts';
import { labelsOf, perAddress } from './address-labels.ts';

/** From a connection in the same city to a service that is only just starting. Seconds. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the watcher finds when it looks whether all is well: through addresses, and as a doctor. */
export function careMetricsIn(registry: Registry): Pick<Metrics, 'probed' | 'diagnosed'> {
  const registers = [registry];
  const probes = new Counter({
    name: 'floatip_probes_total',
    help: 'Questions through an address that had come, by how they ended',
    registers,
    labelNames: [...perAddress, 'result'],
  });
  const duration = new Histogram({
    name: 'floatip_probe_duration_seconds',
    help: 'From the end of a takeover until somebody answered through the address',
    registers,
    labelNames: perAddress,
    buckets,
  });
  const doctor = new Gauge({
    name: 'floatip_doctor_fail',
    help: 'Checks of doctor that fail, of those that the watcher makes',
    registers,
  });
  // Not looked at yet is not 0.
  doctor.remove();
  return {
    probed(address, { isAnswered, ms }) {
      const result = isAnswered ? 'answered' : 'unanswered';
      probes.inc({ ...labelsOf(address), result });
      if (isAnswered) duration.observe(labelsOf(address), ms / 1000);
    },
    diagnosed(fails) {
      if (fails === undefined) doctor.remove();
      else doctor.set(fails);
    },
  };
}
