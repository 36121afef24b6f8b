import type { FaultRule } from '../../src/cloud/faults.ts';
import type { Drill } from './drill.ts';
import type { Scenario } from './scenario.ts';
import { shutdown } from './shutdown.ts';

const slowMs = 300;
const downMs = 20_000;

/**
 * By chance, for more requests than a round makes. In turns would not do: whoever reads after each
 * write would have all of one sort answered, and none of the other.
 */
function halfBroken({ vendor }: Scenario): readonly FaultRule[] {
  return Array.from({ length: 200 }, (_, skip) => skip)
    .filter(() => Math.random() < 0.5)
    .map((skip) => ({ match: vendor.api, skip, fault: { type: 'status', status: 500 } }));
}

/** The master is shut down, at a moment when the cloud has troubles of its own. */
export const cloudDrills: readonly Drill[] = [
  during({
    name: 'slow',
    title: `each answer of the cloud is ${slowMs} ms late`,
    rules: ({ vendor }) => [
      { match: vendor.api, times: 0, fault: { type: 'latency', ms: slowMs } },
    ],
  }),
  during({ name: 'flaky', title: 'the cloud fails half the time', rules: halfBroken }),
  during({
    name: 'down',
    title: `the cloud is away for ${downMs / 1000} s`,
    rules: ({ vendor }) => [{ match: vendor.api, times: 0, fault: { type: 'reset' } }],
    forMs: downMs,
    when: 'long',
  }),
];

interface CloudTrouble {
  readonly name: string;
  readonly title: string;
  readonly rules: (scenario: Scenario) => readonly FaultRule[];
  /** How long it lasts; without it, until the address is where it belongs. */
  readonly forMs?: number;
  readonly when?: 'long';
}

function during({ rules, forMs, ...trouble }: CloudTrouble): Drill {
  return {
    ...shutdown,
    ...trouble,
    title: `the master is shut down, and ${trouble.title}`,
    async strike(scene) {
      const { cloud, scenario, pulse } = scene.lab;
      cloud.suffer(rules(scenario));
      await shutdown.strike(scene);
      if (forMs === undefined) return;
      await pulse.sleep(forMs);
      cloud.recover();
    },
    async mend(scene) {
      scene.lab.cloud.recover();
      await shutdown.mend?.(scene);
    },
  };
}
