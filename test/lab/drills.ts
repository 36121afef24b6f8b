import { cloudDrills } from './cloud-drills.ts';
import { deathDrills } from './death-drills.ts';
import type { Drill, Scene } from './drill.ts';
import { handshake } from './handshake-drill.ts';
import { havipDrills } from './havip-drills.ts';
import { refuseUnheard } from './heard.ts';
import { without } from './scenario.ts';
import { settle } from './settle.ts';
import { shutdown } from './shutdown.ts';
import { sightDrills } from './sight-drills.ts';
import { toldDrills } from './told-drills.ts';

/** Long enough for a hook to start, and for the reload to come before floatip is done. */
const slowMoveMs = 2500;

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
    title: 'nginx of the master hangs, and the check that runs once a second notices',
    ends: 'with partner',
    strike: async ({ victim }) => victim.web.hang(),
    mend: async ({ victim }) => victim.web.goOn(),
  },
  {
    name: 'ended',
    title: 'nginx of the master ends, and its unit tells keepalived by a file',
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
    verify: ({ victim }, { beganAt }) => refuseUnheard(victim, 'BACKUP', beganAt),
  },
  {
    name: 'reload',
    title: 'keepalived is reloaded in the middle of a takeover',
    ends: 'with partner',
    async strike({ lab, victim, partner }) {
      const { cloud, pulse, by } = lab;
      const sinceMs = Date.now();
      cloud.slowDown(slowMoveMs);
      const stopped = victim.keepalived.stop();
      const isTaking = (): boolean => {
        const said = new Set(partner.journal(sinceMs).map(({ type }) => type));
        const isAtWork = said.has('claim') && !said.has('outcome');
        return cloud.isMoving() && (isAtWork || by === 'recipe');
      };
      const what = `floatip of ${partner.name} is taking the addresses`;
      await pulse.until(isTaking, { what, withinMs: 6000, lookEveryMs: 20 });
      partner.keepalived.reload();
      await stopped;
    },
    async mend(scene) {
      scene.lab.cloud.recover();
      await startAgain(scene);
    },
  },
  ...sightDrills,
  ...deathDrills,
  ...cloudDrills,
  handshake,
  ...havipDrills,
  ...toldDrills,
];
