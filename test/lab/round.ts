import { longestGapMs } from './answers.ts';
import { boot } from './boot.ts';
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

/** `number` counts from 0. Throws where the addresses do not get to their true masters, or a watcher crashes. */
export async function runRound(lab: Lab, drill: Drill, number: number): Promise<Round> {
  const scene = sceneOf(lab, number);
  const atHome = home(lab.scenario);
  if (!areOnlyMasters(lab, atHome) || !areOwners(lab, atHome)) await boot(lab);
  await drill.prepare?.(scene);
  const before = movesUntold(lab);
  const measured = await measure(scene, drill);
  if (drill.mend !== undefined) {
    await drill.mend(scene);
    await settle(lab, afterwards(scene, drill));
  }
  refuseCrashes(lab);
  return { ...measured, untold: movesUntold(lab) - before };
}

function sceneOf(lab: Lab, number: number): Scene {
  const { scenario, host } = lab;
  const name = scenario.victims[number % scenario.victims.length];
  if (name === undefined) throw new Error(`Nobody is struck in ${scenario.name}`);
  return { lab, victim: host(name), partner: host(partnerOf(name, scenario)) };
}

function during({ lab, victim }: Scene, { ends }: Drill): Places {
  const { scenario } = lab;
  const isBack = ends === 'at home' || (ends === 'back' && scenario.preempts);
  return isBack ? home(scenario) : without(victim.name, scenario);
}

/** A trouble that ends with a boot leaves all at home. */
function afterwards(scene: Scene, drill: Drill): Places {
  const { scenario } = scene.lab;
  const isAtHome = scenario.preempts || areOnlyMasters(scene.lab, home(scenario));
  return isAtHome ? home(scenario) : during(scene, drill);
}

function movesUntold({ hosts }: Lab): number {
  let moves = 0;
  for (const host of hosts) moves += host.movesUntold();
  return moves;
}

async function measure(scene: Scene, drill: Drill): Promise<Omit<Round, 'untold'>> {
  const { client, cloud, scenario } = scene.lab;
  const [beginMs, beganAt] = [monotonicMs(), Date.now()];
  const writesBefore = cloud.writes();
  client.forgetBefore(beginMs - lookBackMs);
  const places = during(scene, drill);
  const rightness = watchRightness(scene.lab, places);
  try {
    await drill.strike(scene);
    await settle(scene.lab, places);
    await staysRight(rightness, scene.lab, drill);
    const writes = cloud.writes() - writesBefore;
    drill.verify?.(scene, { beganAt, writes });
    return {
      gapMs: Math.max(...scenario.addresses.map(({ ip }) => longestGapMs(client.answers(ip)))),
      rightAfterMs: (rightness.sinceMs() ?? monotonicMs()) - beginMs,
      writes,
      timeline: timelineOf(scene.lab, places, { beginMs, beganAt }),
    };
  } finally {
    rightness.stop();
  }
}

async function staysRight(rightness: Rightness, lab: Lab, { holdMs }: Drill): Promise<void> {
  const sinceMs = rightness.sinceMs();
  await lab.pulse.sleep(holdMs?.(lab) ?? 0);
  if (rightness.sinceMs() !== sinceMs) throw new Error('An address did not stay where it belongs');
}
