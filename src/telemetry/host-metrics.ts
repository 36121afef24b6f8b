import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';

import type { Metrics } from '../ports/metrics.ts';
import { labelsOf, perAddress } from './address-labels.ts';

/** What is done on this host around a move. */
export function hostMetricsIn(registry: Registry): Pick<Metrics, 'changedGuest' | 'ranAfter'> {
  const registers = [registry];
  const guest = new Counter({
    name: 'floatip_guest_changes_total',
    help: 'How often the IP of an address was put on an interface here, or taken from it',
    registers,
    labelNames: [...perAddress, 'change', 'result'],
  });
  const after = new Counter({
    name: 'floatip_after_total',
    help: 'Programs that were run after an address had moved, by how they ended',
    registers,
    labelNames: [...perAddress, 'result'],
  });
  return {
    changedGuest: (address, change, ok) =>
      guest.inc({ ...labelsOf(address), change, result: resultOf(ok) }),
    ranAfter: (address, ok) => after.inc({ ...labelsOf(address), result: resultOf(ok) }),
  };
}

function resultOf(ok: boolean): string {
  return ok ? 'ok' : 'failed';
}
