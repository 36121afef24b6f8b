import type { Drill, Scene } from './drill.ts';
import { instanceOf } from './setup.ts';
import { shutdown } from './shutdown.ts';

/** So that floatip has to announce again and again. */
const missedReplies = 2;

/** What keepalived alone, which announces a HAVIP by itself, cannot get over. */
export const havipDrills: readonly Drill[] = [
  {
    ...shutdown,
    name: 'deaf',
    title: 'the master is shut down, and the cloud misses all that keepalived announces',
    async strike(scene) {
      const { cloud } = scene.lab;
      cloud.ignoreKeepalived();
      const match = { service: 'tencent-arp' } as const;
      cloud.suffer([{ match, times: missedReplies, fault: { type: 'reset' } }]);
      await shutdown.strike(scene);
    },
    mend: recover,
  },
  {
    ...shutdown,
    name: 'astray',
    title: 'the master is shut down, and its EIP is on the host itself, not on the HAVIP',
    // Unbound there, bound to the HAVIP.
    allows: { writes: (_, addresses) => 2 * addresses },
    async strike(scene) {
      const { lab, victim } = scene;
      for (const address of lab.scenario.addresses) {
        const [home] = instanceOf(address, lab.scenario).hosts;
        if (home === victim.name) lab.cloud.mislay(address, victim.name);
      }
      await shutdown.strike(scene);
    },
  },
];

async function recover(scene: Scene): Promise<void> {
  scene.lab.cloud.recover();
  await shutdown.mend?.(scene);
}
