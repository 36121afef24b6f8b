import { setTimeout as sleep } from 'node:timers/promises';

import { boot } from './boot.ts';
import { cloudDrills } from './cloud-drills.ts';
import { deathDrills } from './death-drills.ts';
import type { Drill } from './drill.ts';
import { joinHosts, separateHosts } from './fabric.ts';
import type { Lab } from './lab.ts';
import { settle } from './settle.ts';
import { shutdown } from './shutdown.ts';

/** Long enough for the reload to come before floatip is done. */
const slowMoveMs = 300;
const flapMs = 1000;
const checkEveryMs = 1000;

const startAgain = async ({ hosts }: Lab): Promise<void> => await hosts.lb1.keepalived.start();

export const drills: readonly Drill[] = [
  {
    name: 'stop',
    title: 'keepalived of the master is stopped',
    expected: 'lb2',
    strike: async ({ hosts }) => await hosts.lb1.keepalived.stop(),
    mend: startAgain,
  },
  shutdown,
  {
    name: 'check',
    title: 'the web server of the master dies, its check fails',
    expected: 'lb2',
    // The rounds must not all begin at the same moment between two checks.
    prepare: async () => await sleep(Math.random() * checkEveryMs),
    strike: async ({ hosts }) => await hosts.lb1.web.stop(),
    mend: async ({ hosts }) => await hosts.lb1.web.start(),
  },
  {
    name: 'cable',
    title: 'the cable of the master is pulled',
    expected: 'lb2',
    strike: async ({ hosts }) => hosts.lb1.pullCable(),
    mend: async ({ hosts }) => hosts.lb1.plugCable(),
  },
  {
    name: 'preempt',
    title: 'the host of higher priority returns',
    expected: 'lb1',
    async prepare(lab) {
      await lab.hosts.lb1.keepalived.stop();
      await settle(lab, 'lb2');
    },
    strike: startAgain,
  },
  {
    name: 'reload',
    title: 'keepalived is reloaded in the middle of a takeover',
    expected: 'lb2',
    async strike({ hosts, cloud, pulse }) {
      cloud.slowDown(slowMoveMs);
      const stopped = hosts.lb1.keepalived.stop();
      await pulse.until(cloud.isMoving, { what: 'lb2 takes the address', withinMs: 5000 });
      hosts.lb2.keepalived.reload();
      await stopped;
    },
    mend: startAgain,
  },
  {
    name: 'flap',
    title: 'the hosts lose sight of each other, both are master for a second',
    expected: 'lb1',
    // floatip remembers for ten minutes that an address was taken away, and then waits longer.
    prepare: boot,
    async strike({ hosts, pulse }) {
      separateHosts();
      await pulse.until(hosts.lb2.isMaster, { what: 'lb2 is master as well', withinMs: 5000 });
      await sleep(flapMs);
      joinHosts();
    },
  },
  ...deathDrills,
  ...cloudDrills,
];
