import type { Drill, Scene } from './drill.ts';
import { hasWatcher } from './event-path.ts';
import { joinHosts, separateHosts } from './fabric.ts';
import { forgetLosses } from './forget-losses.ts';
import type { Host } from './host.ts';
import type { Lab } from './lab.ts';
import { runCron } from './settle.ts';
import type { Told, ToldList } from './told.ts';

const brokenMs = 30_000;
/** As often as a watcher looks. */
const cronEveryMs = 5000;
/** What the takeovers that begin with a look take, and a message on its way. */
const graceMs = 3000;
/** A fight is over once nothing was taken for three minutes. */
const overWithinMs = 200_000;

/** People are told, by a channel of the config. */
export const toldDrills: readonly Drill[] = [
  {
    name: 'told',
    title: 'keepalived of the master is stopped, and people are told of the takeover once',
    ends: 'with partner',
    async strike({ lab, victim, partner }) {
      const told = toldIn(lab);
      told.empty();
      await victim.keepalived.stop();
      const what = `${partner.name} tells of the takeover`;
      await lab.pulse.until(() => told.by(partner.name).length > 0, { what, withinMs: 8000 });
    },
    verify({ lab, victim, partner }) {
      refuseOther(lab, partner, { 'taken-over': 1 });
      refuseOther(lab, victim, {});
    },
    mend: async ({ victim }) => await victim.keepalived.start(),
  },
  {
    name: 'brain',
    when: 'long',
    title: `both are master for ${brokenMs / 1000} s: both tell people, once, and once when it is over`,
    ends: 'at home',
    async prepare(scene) {
      await forgetLosses(scene);
      toldIn(scene.lab).empty();
    },
    async strike({ lab }) {
      separateHosts(lab.scenario.hosts);
      for (let passedMs = 0; passedMs < brokenMs; passedMs += cronEveryMs) {
        await lab.pulse.sleep(cronEveryMs);
        if (!hasWatcher(lab.by)) await runCron(lab);
      }
      joinHosts(lab.scenario.hosts);
    },
    allows: {
      withinMs: ({ intervalMs }) => 1.1 * intervalMs + graceMs,
      untold: () => Infinity,
      writes: (once) => 20 * once,
    },
    verify: refuseLate,
    async mend(scene) {
      const { lab, victim, partner } = scene;
      for (const host of [victim, partner]) await tellsThatItIsOver(lab, host);
      const fight = { contested: 1, 'split-brain': 1, recovered: 1 };
      refuseOther(lab, victim, fight);
      // To it, the fight began with a takeover like any other.
      refuseOther(lab, partner, { ...fight, 'taken-over': 1 });
      await forgetLosses(scene);
    },
    mendAllows: { withinMs: () => overWithinMs, untold: () => Infinity },
  },
];

function toldIn({ told, scenario }: Lab): ToldList {
  if (told === undefined) throw new Error(`Nobody is told of anything in ${scenario.name}`);
  return told;
}

/** Throws where a host has told of a fight later than it could see it, by its watcher's next look. */
function refuseLate(
  { lab, victim, partner }: Scene,
  { beganAt }: { readonly beganAt: number },
): void {
  const takings = lab.cloud.takings(beganAt);
  let lostAtMs = beganAt;
  for (const [loser, winner] of [
    [victim, partner],
    [partner, victim],
  ] as const) {
    const taking = takings.find(({ by, atMs }) => by === winner.name && atMs >= lostAtMs);
    if (taking === undefined) throw new Error(`${winner.name} has not taken it from ${loser.name}`);
    lostAtMs = taking.atMs;
    const first = toldIn(lab).by(loser.name).find(isOfFight);
    const afterMs = (first?.atMs ?? Infinity) - lostAtMs;
    if (afterMs > lab.intervalMs + graceMs) {
      throw new Error(
        `${loser.name} tells of it ${afterMs} ms after it lost it: ${listOf(lab, loser)}`,
      );
    }
  }
}

function isOfFight({ kind }: Told): boolean {
  return kind === 'contested' || kind === 'split-brain';
}

async function tellsThatItIsOver(lab: Lab, host: Host): Promise<void> {
  const isOver = (): boolean =>
    toldIn(lab)
      .by(host.name)
      .some(({ kind }) => kind === 'recovered');
  const cron = setInterval(() => {
    if (!hasWatcher(lab.by)) host.reconcile().catch(() => undefined);
  }, cronEveryMs);
  try {
    const what = `${host.name} tells that it is over`;
    await lab.pulse.until(isOver, { what, withinMs: overWithinMs });
  } finally {
    clearInterval(cron);
  }
}

/** Throws where a host has told anything else than that, however often each. */
function refuseOther(lab: Lab, host: Host, expected: Readonly<Record<string, number>>): void {
  const counts: Record<string, number> = {};
  for (const { kind } of toldIn(lab).by(host.name)) counts[kind] = (counts[kind] ?? 0) + 1;
  const kinds = new Set([...Object.keys(counts), ...Object.keys(expected)]);
  const isSame = [...kinds].every((kind) => counts[kind] === expected[kind]);
  if (!isSame) throw new Error(`${host.name} has told something else: ${listOf(lab, host)}`);
}

function listOf(lab: Lab, { name }: Host): string {
  const told = toldIn(lab).by(name);
  const lines = told.map(
    ({ atMs, kind, title }) => `${new Date(atMs).toISOString()} ${kind}: ${title}`,
  );
  return lines.length === 0 ? 'nothing' : `\n${lines.join('\n')}`;
}
