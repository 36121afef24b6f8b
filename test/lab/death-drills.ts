import { setTimeout as sleep } from 'node:timers/promises';

import { boot } from './boot.ts';
import type { Drill } from './drill.ts';
import { joinHosts, separateHosts } from './fabric.ts';
import { hostNames } from './layout.ts';
import { settle } from './settle.ts';

/** Longer than the watcher's interval, so that it has looked again. */
const holdMs = 12_000;
const splitMs = 30_000;

/** Trouble of which keepalived cannot tell anybody. */
export const deathDrills: readonly Drill[] = [
  {
    name: 'freeze',
    title: 'the master stands still, as a machine that is moved, and goes on later',
    expected: 'lb2',
    strike: async ({ hosts }) => hosts.lb1.freeze(),
    mend: async ({ hosts }) => hosts.lb1.thaw(),
  },
  {
    name: 'reboot',
    title: 'both hosts lose power, and the one that did not have the address is the master',
    expected: 'lb1',
    async prepare(lab) {
      await lab.hosts.lb1.keepalived.stop();
      await settle(lab, 'lb2');
    },
    async strike(lab) {
      await Promise.all(hostNames.map(async (name) => await lab.hosts[name].crash()));
      await boot(lab);
    },
  },
  {
    // Open: a watcher and cron do not notice yet that the keepalived which said MASTER is gone.
    name: 'kill',
    when: 'open',
    title: 'keepalived of the master is killed, and its address stays on the interface',
    expected: 'lb2',
    prepare: boot,
    holdMs,
    strike: async ({ hosts }) => hosts.lb1.killKeepalived(),
    mend: boot,
  },
  {
    name: 'split',
    when: 'long',
    title: `both are master for ${splitMs / 1000} s, and both reach the cloud`,
    expected: 'lb1',
    prepare: boot,
    async strike({ hosts, pulse }) {
      separateHosts();
      await pulse.until(hosts.lb2.isMaster, { what: 'lb2 is master as well', withinMs: 5000 });
      await sleep(splitMs);
      joinHosts();
    },
  },
];
