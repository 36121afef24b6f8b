import type { LeaseDrill } from './drills.ts';
import type { LeaseRound } from './round.ts';

/** What became of a drill. */
export interface LeaseTally {
  readonly drill: LeaseDrill;
  readonly rounds: number;
  readonly passed: readonly LeaseRound[];
  /** The longest that the way to another host may take; nothing where it stays. */
  readonly boundMs: number | undefined;
  /** Why it was not done. */
  readonly leftOut?: string;
}

/** Where somebody waited for a core for longer than this, lateness says nothing of floatip. */
const busy = 0.5;

/** Where the address went wrong, or somewhere right too late on a machine that had time. */
export function isWell({ rounds, passed, boundMs = Infinity, leftOut }: LeaseTally): boolean {
  if (leftOut !== undefined) return true;
  const late = passed.filter((round) => (round.tookMs ?? 0) > boundMs && round.pressure < busy);
  return passed.length === rounds && late.length === 0;
}

/** A line for each drill. */
export function renderLeaseTallies(tallies: readonly LeaseTally[]): string {
  return tallies.map(lineOf).join('\n');
}

function lineOf(tally: LeaseTally): string {
  const { drill, rounds, passed, boundMs, leftOut } = tally;
  const name = drill.name.padEnd(12);
  if (leftOut !== undefined) return `-      ${name} left out: ${leftOut}`;
  const word = isWell(tally) ? 'ok' : 'FAILED';
  const took_ = boundMs === undefined ? 'stayed' : `took ${span(passed, took)} (≤ ${boundMs} ms)`;
  const late = passed.filter(({ tookMs = 0 }) => tookMs > (boundMs ?? Infinity));
  const why = late.length === 0 ? '' : `; ${late.length} late${reasonOf(late)}`;
  const gaps = `gap ${span(passed, ({ gapMs }) => gapMs)}`;
  return `${word.padEnd(6)} ${name} ${passed.length} of ${rounds} right; ${took_}; ${gaps}${why}`;
}

function reasonOf(late: readonly LeaseRound[]): string {
  const least = Math.min(...late.map(({ pressure }) => pressure));
  return least < busy
    ? ''
    : ` on a busy machine: for ${(least * 100).toFixed(0)} % of the time somebody waited for a core`;
}

type Measure = (round: LeaseRound) => number | undefined;

const took: Measure = ({ tookMs }) => tookMs;

function longest(rounds: readonly LeaseRound[], measure: Measure): number {
  return Math.max(0, ...rounds.map((round) => measure(round) ?? 0));
}

/** The median and the longest. */
function span(rounds: readonly LeaseRound[], measure: Measure): string {
  const values = rounds.flatMap((round) => measure(round) ?? []).toSorted((a, b) => a - b);
  const middle = values[Math.floor((values.length - 1) / 2)];
  return middle === undefined
    ? '-'
    : `${middle.toFixed(0)}, at most ${longest(rounds, measure).toFixed(0)} ms`;
}
