import { start } from './boot.ts';
import type { Drill } from './drill.ts';
import { hasWatcher } from './event-path.ts';
import { forgetLosses } from './forget-losses.ts';
import { home, without } from './scenario.ts';
import { settle } from './settle.ts';

/** Trouble of which keepalived cannot tell anybody. */
export const deathDrills: readonly Drill[] = [
  {
    name: 'freeze',
    title: 'the master stands still, as a machine that is moved, and goes on later',
    ends: 'with partner',
    prepare: forgetLosses,
    strike: async ({ victim }) => victim.freeze(),
    mend: async ({ victim }) => victim.thaw(),
    // It has never ceased to be master, so of the two it is the one that stays.
    mendEnds: 'at home',
  },
  {
    name: 'reboot',
    title: 'all hosts lose power, and those that did not have the addresses are the masters',
    ends: 'at home',
    async prepare({ lab, victim }) {
      await victim.keepalived.stop();
      await settle(lab, without(victim.name, lab.scenario));
    },
    async strike({ lab }) {
      await Promise.all(lab.hosts.map(async (host) => await host.crash()));
      await start(lab);
    },
  },
  {
    name: 'kill',
    title: 'keepalived of the master is killed, and its address stays on the interface',
    ends: 'with partner',
    // So that the watcher has looked again.
    holdMs: ({ intervalMs }) => 1.2 * intervalMs,
    strike: async ({ victim }) => victim.killKeepalived(),
    mend: async ({ lab }) => await start(lab),
    verify({ lab, victim }) {
      for (const [instance, name] of home(lab.scenario)) {
        if (name !== victim.name || victim.hasVip(instance)) continue;
        throw new Error(`keepalived has taken the address of ${instance} off ${name}`);
      }
    },
    mendEnds: 'at home',
    // The host has forgotten what it was told, and its address is still on the interface: a look may come first.
    mendAllows: {
      untold: ({ by, asksInterface }) => (hasWatcher(by) && asksInterface ? Infinity : 0),
    },
  },
];
