import type { Drill, Scene } from './drill.ts';
import { hasWatcher } from './event-path.ts';
import { joinHosts, separateHosts } from './fabric.ts';
import { forgetLosses } from './forget-losses.ts';
import { refuseUnheard } from './heard.ts';
import { home } from './scenario.ts';
import { runCron } from './settle.ts';

const flapMs = 1000;
const splitMs = 30_000;
/** How often cron runs while the hosts do not see each other. */
const cronRuns = 3;
/** Each host waits longer with every loss: in half a minute it loses the address five or six times. */
const mostMoves = 20;
const graceMs = 2000;

/** What a look had begun in the trouble may end, and be told, only after it. */
const asBegunBefore = { untold: () => Infinity };

/** The hosts lose sight of each other, and all of them are master, with the cloud in reach of all. */
export const sightDrills: readonly Drill[] = [
  {
    name: 'flap',
    title: 'the hosts lose sight of each other, both are master for a second',
    ends: 'at home',
    // Whom the drill before has taught that the other one gives way takes back at once for three seconds.
    prepare: forgetLosses,
    async strike(scene) {
      const { lab, victim, partner } = scene;
      await separate(scene);
      const what = `${partner.name} has taken the addresses`;
      const atHome = home(lab.scenario);
      const own = lab.scenario.addresses.filter(({ follow }) => atHome.get(follow) === victim.name);
      const hasTaken = (): boolean =>
        own.every((address) => lab.cloud.owner(address) === partner.name);
      await Promise.all([
        lab.pulse.sleep(flapMs),
        lab.pulse.until(hasTaken, { what, withinMs: 8000 }),
      ]);
      joinHosts(lab.scenario.hosts);
    },
    allows: {
      // There and back.
      writes: (once) => 2 * once,
      // A watcher that looks just then sees it before the hosts see each other.
      untold: ({ by }) => (hasWatcher(by) ? Infinity : 0),
    },
    // The true master is told nothing but this.
    verify: ({ victim }, { beganAt }) => refuseUnheard(victim, 'MASTER_RX_LOWER_PRI', beganAt),
    mend: forgetLosses,
    mendAllows: asBegunBefore,
  },
  {
    name: 'split',
    when: 'long',
    title: `both are master for ${splitMs / 1000} s, and both reach the cloud`,
    ends: 'at home',
    async strike(scene) {
      const { lab } = scene;
      await separate(scene);
      for (let run = 0; run < cronRuns; run += 1) {
        await lab.pulse.sleep(splitMs / cronRuns);
        // Without a watcher, nobody but cron notices.
        if (!hasWatcher(lab.by)) await runCron(lab);
      }
      joinHosts(lab.scenario.hosts);
    },
    mend: forgetLosses,
    mendAllows: asBegunBefore,
    // Joined again, all is right at the watcher's next look, or at cron's next run.
    allows: {
      withinMs: ({ intervalMs }) => 1.1 * intervalMs + graceMs,
      untold: () => Infinity,
      writes: (once) => mostMoves * once,
    },
    verify({ victim, partner }, { beganAt }) {
      for (const host of [victim, partner]) {
        const isTold = host.journal(beganAt).some(({ type }) => type === 'contested');
        if (!isTold) throw new Error(`The journal of ${host.name} does not say contested`);
      }
    },
  },
];

async function separate({ lab, partner }: Scene): Promise<void> {
  const { scenario, pulse } = lab;
  separateHosts(scenario.hosts);
  const own = scenario.instances.filter(({ hosts }) => hosts.includes(partner.name));
  const isMaster = (): boolean => own.every(({ name }) => partner.isMaster(name));
  await pulse.until(isMaster, { what: `${partner.name} is master as well`, withinMs: 5000 });
}
