import { setTimeout as sleep } from 'node:timers/promises';

import { longestGapMs } from './answers.ts';
import type { Drill } from './drill.ts';
import type { Lab } from './lab.ts';
import type { HostName } from './layout.ts';
import { monotonicMs } from './monotonic.ts';
import { watchRightness } from './rightness.ts';
import type { Rightness } from './rightness.ts';
import { settle } from './settle.ts';

/** What one round of a drill has shown. */
export interface Round {
  /** The longest time for which the client got no answer. */
  readonly gapMs: number;
  /** From the beginning of the trouble until all was right for good. */
  readonly rightAfterMs: number;
  /** Requests to change something that the cloud got. */
  readonly writes: number;
  /** How often no event told: it took cron, or the watcher's next look, be it after the trouble's end. */
  readonly untold: number;
  readonly timeline: Timeline;
}

/** When a round's first of each thing was, from the beginning of the trouble on. */
interface Timeline {
  /** keepalived put its address on the host that is to take over. */
  readonly detectedMs: number | undefined;
  /** The cloud got a request to change something. */
  readonly requestedMs: number | undefined;
  /** The cloud's books had the address at its new place. */
  readonly movedMs: number | undefined;
}

/** The client's last answer before the trouble, from which its gap counts, is not older than this. */
const lookBackMs = 100;

/** Throws where the reserved IP does not get to the true master. */
export async function runRound(lab: Lab, drill: Drill): Promise<Round> {
  await drill.prepare?.(lab);
  const before = movesUntold(lab);
  const measured = await measure(lab, drill);
  if (drill.mend !== undefined) {
    await drill.mend(lab);
    await settle(lab, 'lb1');
  }
  return { ...measured, untold: movesUntold(lab) - before };
}

function movesUntold({ hosts }: Lab): number {
  return hosts.lb1.movesUntold() + hosts.lb2.movesUntold();
}

async function measure(
  lab: Lab,
  { strike, expected, holdMs = 0 }: Drill,
): Promise<Omit<Round, 'untold'>> {
  const { client, cloud } = lab;
  const beginMs = monotonicMs();
  const writesBefore = cloud.writes();
  client.forgetBefore(beginMs - lookBackMs);
  const rightness = watchRightness(lab, expected);
  try {
    await strike(lab);
    await settle(lab, expected);
    await staysRight(rightness, holdMs);
    return {
      gapMs: longestGapMs(client.answers()),
      rightAfterMs: (rightness.sinceMs() ?? monotonicMs()) - beginMs,
      writes: cloud.writes() - writesBefore,
      timeline: timelineOf(lab, expected, beginMs),
    };
  } finally {
    rightness.stop();
  }
}

function timelineOf({ hosts, cloud }: Lab, expected: HostName, beginMs: number): Timeline {
  const since = (ms: number | undefined): number | undefined =>
    ms === undefined || ms < beginMs ? undefined : ms - beginMs;
  return {
    detectedMs: since(hosts[expected].changedMs()),
    requestedMs: since(cloud.firstWriteMs(beginMs)),
    movedMs: since(cloud.movedMs()),
  };
}

async function staysRight(rightness: Rightness, holdMs: number): Promise<void> {
  const sinceMs = rightness.sinceMs();
  await sleep(holdMs);
  if (rightness.sinceMs() !== sinceMs) throw new Error('The address did not stay where it belongs');
}
