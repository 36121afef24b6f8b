import { longestGapMs, lostAmong } from './answers.ts';
import { boot } from './boot.ts';
import { boundsOf } from './bounds.ts';
import { refuseCrashes } from './crashes.ts';
import type { Drill, Scene } from './drill.ts';
import { guestsInPlace } from './guests.ts';
import type { Lab } from './lab.ts';
import { monotonicMs } from './monotonic.ts';
import { refuseWritesOutOfRole } from './out-of-role.ts';
import { passThrough } from './passage.ts';
import type { Passage } from './passage.ts';
import { areOnlyMasters, areOwners } from './rightness.ts';
import { home, partnerOf, without } from './scenario.ts';
import type { Places } from './scenario.ts';
import { timelineOf } from './timeline.ts';
import type { Timeline } from './timeline.ts';

/** What one round of a drill has shown. */
export interface Round {
  /** The longest time for which the client got no answer from one of the addresses. */
  readonly gapMs: number;
  /** How many questions got no answer until the addresses had followed, of those to all of them. */
  readonly lost: number;
  /** From the beginning of the trouble until all was right for good. */
  readonly rightAfterMs: number;
  /** Requests to change something that the cloud got because of the trouble. */
  readonly writes: number;
  /** How often no event told: it took cron, or the watcher's next look, be it after the trouble's end. */
  readonly untold: number;
  readonly timeline: Timeline;
}

/** The client's last answer before the trouble, from which its gap counts, is not older than this. */
const lookBackMs = 100;

/**
 * `number` counts from 0. Throws where the addresses do not get to their true masters, in the trouble
 * and after it, or where floatip needed more for it than the drill allows, or a watcher crashed.
 */
export async function runRound(lab: Lab, drill: Drill, number: number): Promise<Round> {
  const scene = sceneOf(lab, number);
  const atHome = home(lab.scenario);
  if (!areOnlyMasters(lab, atHome) || !areOwners(lab, atHome)) await boot(lab);
  await drill.prepare?.(scene);
  const { trouble, ...seen } = await suffer(scene, drill);
  const end = await mend(scene, drill);
  await guestsInPlace(lab, end === undefined ? during(scene, drill) : afterwards(scene, drill));
  refuseCrashes(lab);
  refuseWritesOutOfRole(lab, trouble.beganAt);
  const { rightAfterMs, writes } = trouble;
  return { ...seen, rightAfterMs, writes, untold: trouble.untold + (end?.untold ?? 0) };
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

interface Suffered extends Pick<Round, 'gapMs' | 'lost' | 'timeline'> {
  readonly trouble: Passage;
}

async function suffer(scene: Scene, drill: Drill): Promise<Suffered> {
  const { lab, victim } = scene;
  const { client, scenario } = lab;
  const places = during(scene, drill);
  client.forgetBefore(monotonicMs() - lookBackMs);
  const trouble = await passThrough(lab, {
    act: () => drill.strike(scene),
    places,
    instances: struck(scene, drill),
    most: boundsOf(lab, victim.name, drill.allows),
    holdMs: drill.holdMs?.(lab),
  });
  const answers = scenario.addresses.map(({ ip }) => client.answers(ip));
  const gapMs = Math.max(...answers.map(longestGapMs));
  let lost = 0;
  for (const own of answers) lost += lostAmong(own);
  const timeline = timelineOf(lab, places, trouble);
  drill.verify?.(scene, trouble);
  return { gapMs, lost, timeline, trouble };
}

async function mend(scene: Scene, drill: Drill): Promise<Passage | undefined> {
  const { mend: endTrouble, mendAllows } = drill;
  if (endTrouble === undefined) return undefined;
  const { lab, victim } = scene;
  const before = during(scene, drill);
  const places = afterwards(scene, drill);
  const moved = [...places].filter(([name, host]) => before.get(name) !== host);
  return await passThrough(lab, {
    act: () => endTrouble(scene),
    places,
    instances: moved.map(([name]) => name),
    most: boundsOf(lab, victim.name, mendAllows),
  });
}
