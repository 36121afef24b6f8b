import { longestGapMs } from './answers.ts';
import { boot } from './boot.ts';
import { boundsOf, judge } from './bounds.ts';
import type { Showing } from './bounds.ts';
import { refuseCrashes } from './crashes.ts';
import type { Drill, Scene } from './drill.ts';
import type { Lab } from './lab.ts';
import { monotonicMs } from './monotonic.ts';
import { areOnlyMasters, areOwners, watchRightness } from './rightness.ts';
import type { Rightness } from './rightness.ts';
import { home, partnerOf, without } from './scenario.ts';
import type { Places } from './scenario.ts';
import { settle } from './settle.ts';
import { timelineOf } from './timeline.ts';
import type { Timeline } from './timeline.ts';
import { hearWord } from './word.ts';

/** What one round of a drill has shown. */
export interface Round {
  /** The longest time for which the client got no answer from one of the addresses. */
  readonly gapMs: number;
  /** From the beginning of the trouble until all was right for good. */
  readonly rightAfterMs: number;
  /** Requests to change something that the cloud got. */
  readonly writes: number;
  /** How often no event told: it took cron, or the watcher's next look, be it after the trouble's end. */
  readonly untold: number;
  readonly timeline: Timeline;
}

/** The client's last answer before the trouble, from which its gap counts, is not older than this. */
const lookBackMs = 100;

/**
 * `number` counts from 0. Throws where the addresses do not get to their true masters, or where
 * floatip needed more for it than the drill allows, or a watcher crashed.
 */
export async function runRound(lab: Lab, drill: Drill, number: number): Promise<Round> {
  const scene = sceneOf(lab, number);
  const atHome = home(lab.scenario);
  if (!areOnlyMasters(lab, atHome) || !areOwners(lab, atHome)) await boot(lab);
  const before = movesUntold(lab);
  await drill.prepare?.(scene);
  const most = boundsOf(lab, scene.victim.name, drill.allows);
  const { settledAfterMs, ...measured } = await measure(scene, drill, most);
  await mend(scene, drill, most);
  refuseCrashes(lab);
  const round = { ...measured, untold: movesUntold(lab) - before };
  // The recipe is measured, not judged.
  if (lab.by !== 'recipe') judge({ ...round, settledAfterMs }, most);
  return round;
}

function sceneOf(lab: Lab, number: number): Scene {
  const { scenario, host } = lab;
  const name = scenario.victims[number % scenario.victims.length];
  if (name === undefined) throw new Error(`Nobody is struck in ${scenario.name}`);
  return { lab, victim: host(name), partner: host(partnerOf(name, scenario)), number };
}

function during({ lab, victim }: Scene, { ends }: Drill): Places {
  const { scenario } = lab;
  const isBack = ends === 'at home' || (ends === 'back' && scenario.preempts);
  return isBack ? home(scenario) : without(victim.name, scenario);
}

function afterwards(scene: Scene, drill: Drill): Places {
  const { scenario } = scene.lab;
  const isAtHome = scenario.preempts || drill.mendEnds === 'at home';
  return isAtHome ? home(scenario) : during(scene, drill);
}

/** The instances whose addresses change hands, be it there and back; none where nobody takes back. */
function struck({ lab, victim }: Scene, { ends }: Drill): readonly string[] {
  const { instances, preempts } = lab.scenario;
  if (ends === 'back' && !preempts) return [];
  return instances.filter(({ hosts: [first] }) => first === victim.name).map(({ name }) => name);
}

function movesUntold({ hosts }: Lab): number {
  let moves = 0;
  for (const host of hosts) moves += host.movesUntold();
  return moves;
}

async function measure(
  scene: Scene,
  drill: Drill,
  most: Showing,
): Promise<Omit<Round, 'untold'> & Pick<Showing, 'settledAfterMs'>> {
  const { client, cloud, scenario } = scene.lab;
  const [beginMs, beganAt] = [monotonicMs(), Date.now()];
  const writesBefore = cloud.writes();
  client.forgetBefore(beginMs - lookBackMs);
  const places = during(scene, drill);
  const rightness = watchRightness(scene.lab, places);
  try {
    await drill.strike(scene);
    const struckMs = monotonicMs();
    await settle(scene.lab, places, most.settledAfterMs);
    const instances = struck(scene, drill);
    await hearWord(scene.lab, { places, instances, sinceMs: beganAt, most });
    await staysRight(rightness, scene.lab, drill);
    drill.verify?.(scene, { beganAt });
    const rightMs = rightness.sinceMs() ?? monotonicMs();
    return {
      gapMs: Math.max(...scenario.addresses.map(({ ip }) => longestGapMs(client.answers(ip)))),
      rightAfterMs: rightMs - beginMs,
      settledAfterMs: rightMs - struckMs,
      writes: cloud.writes() - writesBefore,
      timeline: timelineOf(scene.lab, places, { beginMs, beganAt }),
    };
  } finally {
    rightness.stop();
  }
}

async function mend(scene: Scene, drill: Drill, most: Showing): Promise<void> {
  if (drill.mend === undefined) return;
  const sinceMs = Date.now();
  await drill.mend(scene);
  const { lab } = scene;
  const places = afterwards(scene, drill);
  await settle(lab, places);
  const before = during(scene, drill);
  const moved = [...places].filter(([name, host]) => before.get(name) !== host);
  await hearWord(lab, { places, instances: moved.map(([name]) => name), sinceMs, most });
}

async function staysRight(rightness: Rightness, lab: Lab, { holdMs }: Drill): Promise<void> {
  const sinceMs = rightness.sinceMs();
  await lab.pulse.sleep(holdMs?.(lab) ?? 0);
  if (rightness.sinceMs() !== sinceMs) throw new Error('An address did not stay where it belongs');
}
