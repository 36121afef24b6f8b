import { setTimeout as sleep } from 'node:timers/promises';

import type { FaultRule } from '../../src/cloud/faults.ts';
import type { Drill } from './drill.ts';
import type { Lab } from './lab.ts';
import { shutdown } from './shutdown.ts';

const api = { service: 'digitalocean-api' } as const;
const slowMs = 300;
const downMs = 20_000;

const slow: FaultRule = { match: api, times: 0, fault: { type: 'latency', ms: slowMs } };
const down: FaultRule = { match: api, times: 0, fault: { type: 'reset' } };

/**
 * By chance, for more requests than a round makes. In turns would not do: whoever reads after each
 * write would have all of one sort answered, and none of the other.
 */
function halfBroken(): readonly FaultRule[] {
  return Array.from({ length: 200 }, (_, skip) => skip)
    .filter(() => Math.random() < 0.5)
    .map((skip) => ({ match: api, skip, fault: { type: 'status', status: 500 } }));
}

/** The master is shut down, at a moment when the cloud has troubles of its own. */
export const cloudDrills: readonly Drill[] = [
  during({
    name: 'slow',
    title: `each answer of the cloud is ${slowMs} ms late`,
    rules: () => [slow],
  }),
  during({ name: 'flaky', title: 'the cloud fails half the time', rules: halfBroken }),
  during({
    name: 'down',
    title: `the cloud is away for ${downMs / 1000} s`,
    rules: () => [down],
    forMs: downMs,
    when: 'long',
  }),
];

interface CloudTrouble {
  readonly name: string;
  readonly title: string;
  readonly rules: () => readonly FaultRule[];
  /** How long it lasts; without it, until the address is where it belongs. */
  readonly forMs?: number;
  readonly when?: 'long';
}

function during({ rules, forMs, ...trouble }: CloudTrouble): Drill {
  return {
    ...shutdown,
    ...trouble,
    title: `the master is shut down, and ${trouble.title}`,
    async strike(lab) {
      lab.cloud.suffer(rules());
      await shutdown.strike(lab);
      if (forMs === undefined) return;
      await sleep(forMs);
      lab.cloud.recover();
    },
    async mend(lab: Lab) {
      lab.cloud.recover();
      await shutdown.mend?.(lab);
    },
  };
}
