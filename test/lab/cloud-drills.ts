import type { FaultRule } from '../../src/emulator/faults.ts';
import { seededRandom } from '../support/seeded-random.ts';
import type { Allowance } from './bounds.ts';
import type { Drill, Scene } from './drill.ts';
import { shutdown } from './shutdown.ts';

const slowMs = 300;
const downMs = 20_000;
/** A connection that was kept is asked once more beside where it has been silent for 150 ms: the same change twice. */
const slowWrites = 2;
/** floatip waits up to five seconds between two tries. */
const patientMs = 30_000;
/** One in thousands needs more tries than that. */
const flakyWrites = 14;
/** What met the outage, and what came after it. */
const downWrites = 4;

/**
 * By chance, for more requests than a round makes; its number is the seed, so each round has the same
 * faults in every run. In turns would not do: whoever reads after each write would have all of one
 * sort answered, and none of the other.
 */
function halfBroken({ lab, number }: Scene): readonly FaultRule[] {
  const { vendor } = lab.scenario;
  const random = seededRandom((number + 1) * 1_000_003);
  return Array.from({ length: 200 }, (_, skip) => skip)
    .filter(() => random() < 0.5)
    .map((skip) => ({ match: vendor.api, skip, fault: { type: 'status', status: 500 } }));
}

/** The master is shut down, at a moment when the cloud has troubles of its own. */
export const cloudDrills: readonly Drill[] = [
  during({
    name: 'slow',
    title: `each answer of the cloud is ${slowMs} ms late`,
    rules: ({ lab }) => [
      { match: lab.scenario.vendor.api, times: 0, fault: { type: 'latency', ms: slowMs } },
    ],
    allows: { writes: (once) => slowWrites * once },
  }),
  during({
    name: 'flaky',
    title: 'the cloud fails half the time',
    rules: halfBroken,
    allows: { withinMs: () => patientMs, writes: (once) => flakyWrites * once },
  }),
  during({
    name: 'down',
    title: `the cloud is away for ${downMs / 1000} s`,
    rules: ({ lab }) => [{ match: lab.scenario.vendor.api, times: 0, fault: { type: 'reset' } }],
    forMs: downMs,
    allows: { withinMs: () => patientMs, writes: (once) => downWrites * once },
    when: 'long',
  }),
];

interface CloudTrouble {
  readonly name: string;
  readonly title: string;
  readonly rules: (scene: Scene) => readonly FaultRule[];
  /** How long it lasts; without it, until the address is where it belongs. */
  readonly forMs?: number;
  readonly when?: 'long';
  readonly allows?: Allowance;
}

function during({ rules, forMs, ...trouble }: CloudTrouble): Drill {
  return {
    ...shutdown,
    ...trouble,
    title: `the master is shut down, and ${trouble.title}`,
    async strike(scene) {
      const { cloud, pulse } = scene.lab;
      cloud.suffer(rules(scene));
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
