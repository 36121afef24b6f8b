import { parseArgs } from 'node:util';

import { leaseDrills } from './drills.ts';
import type { LeaseDrill } from './drills.ts';

export interface LeaseOrder {
  readonly drills: readonly LeaseDrill[];
  readonly rounds: number;
  readonly ttlS: number;
  readonly keep: boolean;
}

export const usage = `Usage: npm run lab:lease -- [OPTION]…

Three hosts with a real etcd elect one of them, in trouble: every drill, three rounds of each.

  --rounds N    how often each drill is done (3)
  --drill NAME  only this one; may be repeated:
${leaseDrills.map(({ name, title }) => `                  ${name.padEnd(13)}${title}`).join('\n')}
  --ttl SECONDS how long a lease lasts (5)
  --quick       one round of each, with leases of 3 s
  --keep        keep the logs and journals of the hosts, even where all is well
`;

/** Throws where it makes no sense. */
export function parseLeaseOrder(args: readonly string[]): LeaseOrder {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      drill: { type: 'string', multiple: true, default: [] },
      ttl: { type: 'string' },
      quick: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const { drill, quick, keep } = values;
  const names = leaseDrills.map(({ name }) => name);
  const unknown = drill.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`There is no drill '${unknown}': expected one of ${names.join(', ')}`);
  }
  return {
    drills: leaseDrills.filter(({ name }) => drill.length === 0 || drill.includes(name)),
    rounds: numberIn('--rounds', values.rounds ?? (quick ? '1' : '3'), 1),
    ttlS: numberIn('--ttl', values.ttl ?? (quick ? '3' : '5'), 3),
    keep,
  };
}

function numberIn(option: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`${option} has to be a whole number from ${least}: ${text}`);
}
