import { cloudDrills } from './cloud-drills.ts';
import { deathDrills } from './death-drills.ts';
import type { Drill, Scene } from './drill.ts';
import type { Host } from './host.ts';
import { without } from './scenario.ts';
import { settle } from './settle.ts';
import { shutdown } from './shutdown.ts';
import { sightDrills } from './sight-drills.ts';

/** Long enough for the reload to come before floatip is done. */
const slowMoveMs = 300;

const startAgain = async ({ victim }: Scene): Promise<void> => await victim.keepalived.start();

export const drills: readonly Drill[] = [
  {
    name: 'stop',
    title: 'keepalived of the master is stopped',
    ends: 'with partner',
    strike: async ({ victim }) => await victim.keepalived.stop(),
    mend: startAgain,
  },
  shutdown,
  {
    name: 'check',
    title: 'nginx of the master dies, its check fails',
    ends: 'with partner',
    strike: async ({ victim }) => await victim.web.stop(),
    mend: async ({ victim }) => await victim.web.start(),
  },
  {
    name: 'cable',
    title: 'the cable of the master is pulled',
    ends: 'with partner',
    strike: async ({ victim }) => victim.pullCable(),
    mend: async ({ victim }) => victim.plugCable(),
  },
  {
    name: 'return',
    title: 'the host that had been the master returns',
    ends: 'back',
    async prepare({ lab, victim }) {
      await victim.keepalived.stop();
      await settle(lab, without(victim.name, lab.scenario));
    },
    strike: startAgain,
    // Far longer than a master has to be silent for another to take over.
    holdMs: () => 2000,
    verify: ({ victim }, { beganAt }) => hasHeard(victim, 'BACKUP', beganAt),
  },
  {
    name: 'reload',
    title: 'keepalived is reloaded in the middle of a takeover',
    ends: 'with partner',
    async strike({ lab, victim, partner }) {
      const { cloud, pulse } = lab;
      cloud.slowDown(slowMoveMs);
      const stopped = victim.keepalived.stop();
      const what = `${partner.name} takes the addresses`;
      await pulse.until(cloud.isMoving, { what, withinMs: 5000 });
      partner.keepalived.reload();
      await stopped;
    },
    mend: startAgain,
  },
  ...sightDrills,
  ...deathDrills,
  ...cloudDrills,
];

/** Throws where keepalived's event has not got to floatip. */
function hasHeard(host: Host, state: string, sinceMs: number): void {
  const events = host.journal(sinceMs).filter(({ type }) => type === 'event');
  if (events.some((event) => event.state === state)) return;
  const heard = events.map((event) => event.state).join(', ');
  throw new Error(`floatip of ${host.name} has not heard ${state}: it heard ${heard || 'nothing'}`);
}
