import { median } from '../../test/lab/median.ts';
import type { CloudPace } from '../../test/lab/pace.ts';
import type { Round } from '../../test/lab/round.ts';
import type { Contestant, Trial } from './trials.ts';

/** Rounds of one drill, by one contestant, on a cloud of one pace. */
export interface Sample {
  readonly drill: string;
  readonly by: Contestant;
  readonly pace: CloudPace;
  readonly detect?: Trial['detect'];
  /** How many were begun. */
  readonly rounds: number;
  /** Those in which the address got to the true master. */
  readonly passed: readonly Round[];
}

/** Everything that was measured, and where. */
export interface Results {
  readonly machine: string;
  readonly rounds: number;
  readonly samples: readonly Sample[];
}

/** What a sample says. Milliseconds; nothing where nothing was seen. Medians, but for `longest`. */
export interface Summary {
  /** How long the client got no answer. */
  readonly outage: number | undefined;
  readonly longest: number | undefined;
  /** From the beginning of the trouble until the address was at the true master for good. */
  readonly rightAfter: number | undefined;
  /** Until keepalived had put its address on the new host. */
  readonly detection: number | undefined;
  /** What the client's outage lasted longer than that. */
  readonly rest: number | undefined;
  /** From there until floatip began to run for it. */
  readonly event: number | undefined;
  /** From there until the cloud had the request. */
  readonly request: number | undefined;
  /** From there until the cloud's books had the address at its new place. */
  readonly move: number | undefined;
  /** From the move until floatip had seen the address at its new place. */
  readonly readBack: number | undefined;
}

export function summarise({ passed }: Sample): Summary {
  const middle = (measure: (round: Round) => number | undefined): number | undefined =>
    median(passed.map(measure).filter((ms) => ms !== undefined));
  const between = (from: Moment, to: Moment): number | undefined =>
    middle(({ timeline }) => minus(timeline[to], timeline[from]));
  const gaps = passed.map(({ gapMs }) => gapMs);
  return {
    outage: median(gaps),
    longest: gaps.length === 0 ? undefined : Math.max(...gaps),
    rightAfter: middle(({ rightAfterMs }) => rightAfterMs),
    detection: middle(({ timeline }) => timeline.detectedMs),
    rest: middle(({ gapMs, timeline }) => minus(gapMs, timeline.detectedMs)),
    event: between('detectedMs', 'begunMs'),
    request: between('begunMs', 'requestedMs'),
    move: between('requestedMs', 'movedMs'),
    readBack: between('movedMs', 'readBackMs'),
  };
}

type Moment = keyof Round['timeline'];

function minus(to: number | undefined, from: number | undefined): number | undefined {
  return to === undefined || from === undefined ? undefined : to - from;
}

const moments: readonly Moment[] = [
  'detectedMs',
  'begunMs',
  'requestedMs',
  'movedMs',
  'readBackMs',
];

/**
 * floatip tells its own times in whole milliseconds, the lab sees a move up to 2 ms late, and `ip monitor`
 * gets to run, and stamps, some milliseconds after the address came.
 */
const blurMs = 10;

/** Whether each thing was seen after what led to it. Where not, a clock was wrong or somebody looked late. */
export function isInOrder({ timeline }: Round): boolean {
  const seen = moments.map((moment) => timeline[moment]).filter((ms) => ms !== undefined);
  return seen.every((ms, index) => ms + blurMs >= (seen[index - 1] ?? 0));
}

/** What was measured of a trial. */
export function sampleOf(
  samples: readonly Sample[],
  { drill, detect }: Pick<Trial, 'drill' | 'detect'>,
  { by, pace }: Pick<Sample, 'by' | 'pace'>,
): Sample | undefined {
  return samples.find(
    (one) =>
      one.drill === drill &&
      one.detect === detect &&
      one.by === by &&
      one.pace.moveMs === pace.moveMs,
  );
}
