import type { CloudPace } from '../../test/lab/pace.ts';
import type { Round } from '../../test/lab/round.ts';

/** Rounds of one drill, by one contestant, on a cloud of one pace. */
export interface Sample {
  readonly drill: string;
  readonly by: Contestant;
  readonly pace: CloudPace;
  /** How many were begun. */
  readonly rounds: number;
  /** Those in which the address got to the true master. */
  readonly passed: readonly Round[];
}

/** What a sample says about the client's outage. Milliseconds. */
export interface Summary {
  readonly outage: number;
  readonly longest: number;
  /** keepalived's own share: until its address was on the new host. */
  readonly detection: number;
  /** What the client's outage lasted longer than that. */
  readonly rest: number;
  /** From there until the cloud got the request. */
  readonly event: number;
  /** From the request until the cloud's books had the address at its new place. */
  readonly cloud: number;
}

export const contestants = {
  recipe: 'shell recipe',
  hooks: 'floatip hook',
  fifo: 'floatip watch',
} as const;

export type Contestant = keyof typeof contestants;

/** Medians, but for `longest`. `NaN` where nothing was seen. */
export function summarise({ passed }: Sample): Summary {
  const middle = (value: (round: Round) => number): number =>
    median(passed.map(value).filter((ms) => !Number.isNaN(ms)));
  const at = ({ timeline }: Round): { detected: number; requested: number; moved: number } => ({
    detected: timeline.detectedMs ?? Number.NaN,
    requested: timeline.requestedMs ?? Number.NaN,
    moved: timeline.movedMs ?? Number.NaN,
  });
  return {
    outage: middle(({ gapMs }) => gapMs),
    longest: Math.max(...passed.map(({ gapMs }) => gapMs)),
    detection: middle((round) => at(round).detected),
    rest: middle((round) => round.gapMs - at(round).detected),
    event: middle((round) => at(round).requested - at(round).detected),
    cloud: middle((round) => at(round).moved - at(round).requested),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
