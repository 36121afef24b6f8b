import { judge } from './bounds.ts';
import type { Seen, Showing } from './bounds.ts';
import type { Lab } from './lab.ts';
import { monotonicMs } from './monotonic.ts';
import { watchRightness } from './rightness.ts';
import type { Rightness } from './rightness.ts';
import type { Places } from './scenario.ts';
import { settle } from './settle.ts';
import { hearWord } from './word.ts';

/** Something befalls the hosts, or ends, and the addresses have to get to where they belong. */
export interface Change {
  readonly act: () => Promise<void>;
  /** Where the addresses are to be after it. */
  readonly places: Places;
  /** The instances whose addresses change hands, be it there and back. */
  readonly instances: readonly string[];
  /** What it may take. */
  readonly most: Showing;
  /** For how long all has to stay right. Milliseconds. */
  readonly holdMs?: number | undefined;
}

/** What has been seen of a change. */
export interface Passage extends Seen {
  /** When it began. Of `monotonicMs`. */
  readonly beginMs: number;
  /** The same moment in milliseconds since 1970. */
  readonly beganAt: number;
  /** From its beginning until all was right for good. */
  readonly rightAfterMs: number;
}

/**
 * Makes a change and waits until the addresses have followed it. Throws where they do not, where floatip
 * does not say that it was an event that made it bring them there, or where it took more than it may.
 */
export async function passThrough(lab: Lab, change: Change): Promise<Passage> {
  const { places, instances, most } = change;
  const [beginMs, beganAt] = [monotonicMs(), Date.now()];
  const [writesBefore, untoldBefore] = [lab.cloud.writes(), movesUntold(lab)];
  const mastersBefore = timesMaster(lab, instances);
  const rightness = watchRightness(lab, places);
  try {
    await change.act();
    const actedMs = monotonicMs();
    await settle(lab, places, most.settledAfterMs);
    await hearWord(lab, { places, instances, sinceMs: beganAt, most });
    await staysRight(rightness, lab, change.holdMs);
    const rightMs = rightness.sinceMs() ?? monotonicMs();
    const passage = {
      beginMs,
      beganAt,
      rightAfterMs: rightMs - beginMs,
      settledAfterMs: rightMs - actedMs,
      writes: lab.cloud.writes() - writesBefore,
      untold: movesUntold(lab) - untoldBefore,
      extraMasters: Math.max(timesMaster(lab, instances) - mastersBefore - instances.length, 0),
      asked: askedSince(lab, beganAt),
    };
    // The recipe is measured, not judged.
    if (lab.by !== 'recipe') judge(passage, most);
    return passage;
  } finally {
    rightness.stop();
  }
}

function movesUntold({ hosts }: Lab): number {
  let moves = 0;
  for (const host of hosts) moves += host.movesUntold();
  return moves;
}

function timesMaster({ hosts }: Lab, instances: readonly string[]): number {
  let times = 0;
  for (const host of hosts) {
    for (const instance of instances) times += host.timesMaster(instance);
  }
  return times;
}

function askedSince({ cloud }: Lab, sinceMs: number): string {
  const takings = cloud.takings(sinceMs);
  return takings.map(({ by, atMs }) => `${by} after ${(atMs - sinceMs).toFixed(0)} ms`).join(', ');
}

async function staysRight(rightness: Rightness, { pulse }: Lab, holdMs = 0): Promise<void> {
  const sinceMs = rightness.sinceMs();
  await pulse.sleep(holdMs);
  if (rightness.sinceMs() !== sinceMs) throw new Error('An address did not stay where it belongs');
}
