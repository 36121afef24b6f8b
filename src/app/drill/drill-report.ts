import type { FailureReport, Outcome } from '../../core/outcome.ts';
import { percentilesOf } from '../../core/percentiles.ts';
import type { Percentiles } from '../../core/percentiles.ts';
import { isFailure, reportOf } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';
import { differencesOf, timesOf } from './differences.ts';
import type { Difference } from './differences.ts';
import type { Ear, Overheard } from './ear.ts';
import { maskFor } from './mask.ts';
import type { Mask } from './mask.ts';
import type { AddressDrill, Move } from './moves.ts';

/** The phases of a move that a drill tells apart, and all of it. */
export const drillPhases = ['read', 'write', 'settle', 'verify', 'total'] as const;
export type DrillPhase = (typeof drillPhases)[number];

/** One address of a drill, as it is handed to somebody else. */
export interface DrilledAddress {
  readonly name: string;
  readonly kind: string;
  readonly ip: string | null;
  readonly home: string;
  readonly away: string;
  /** Moves that came about. */
  readonly moved: number;
  readonly writes: number;
  /** Milliseconds of the moves that came about. */
  readonly phasesMs: Partial<Readonly<Record<DrillPhase, Percentiles>>>;
  readonly moves: readonly DrilledMove[];
  /** Where it is in the end: one of the two nodes, another one, or nobody; absent where nobody knows. */
  readonly left?: string | null;
  readonly error?: FailureReport;
}

interface DrilledMove {
  readonly round: number;
  readonly to: 'away' | 'home';
  readonly outcome: Outcome;
  readonly writes: number;
  readonly durationMs: number;
  readonly phasesMs: Move['result']['phasesMs'];
}

export interface DrilledRequest {
  readonly cloud: string;
  readonly request: string;
  readonly count: number;
  /** By status, or `none` where no answer came. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly ms: Percentiles | undefined;
}

export interface DrillReport {
  readonly simulated: boolean;
  readonly rounds: number;
  readonly addresses: readonly DrilledAddress[];
  readonly requests: readonly DrilledRequest[];
  /** What each cloud did otherwise than the embedded one. */
  readonly differences: readonly Difference[];
  /** How long a move takes in the embedded cloud, by kind; milliseconds. */
  readonly embeddedMs: Readonly<Record<string, Percentiles>>;
}

/** What was heard and measured in the same drill of the embedded clouds. */
export interface Rehearsal {
  of(cloud: string): Overheard;
  readonly embeddedMs: DrillReport['embeddedMs'];
}

export interface ReportOptions {
  readonly rounds: number;
  readonly ear: Ear;
  /** Without one, this is the embedded cloud itself. */
  readonly rehearsal: Rehearsal | undefined;
  /** Whether addresses and nodes are told in full. */
  readonly isFull: boolean;
}

/** The numbers of a drill, with nothing in them that is secret. */
export function drillReport(
  drills: readonly AddressDrill[],
  { rounds, ear, rehearsal, isFull }: ReportOptions,
): DrillReport {
  const mask = isFull ? ear.hush : maskOf(drills, ear);
  const clouds = [...new Set(drills.map(({ plan }) => plan.address.cloud))];
  const differences = clouds.flatMap((cloud) =>
    rehearsal === undefined
      ? []
      : differencesOf({ cloud, real: ear.of(cloud), embedded: rehearsal.of(cloud) }),
  );
  return {
    simulated: rehearsal === undefined,
    rounds,
    addresses: drills.map((drill) => drilled(drill, mask)),
    requests: clouds.flatMap((cloud) => requestsOf(cloud, ear.of(cloud))),
    differences,
    embeddedMs: rehearsal?.embeddedMs ?? {},
  };
}

/** Nodes get letters, in the order in which they appear. */
function maskOf(drills: readonly AddressDrill[], { hush }: Ear): Mask {
  const ends = drills.flatMap(({ plan: { home, away } }) => [home, away]);
  const ids = [...new Set(ends.map(({ node }) => node))];
  const nodes = new Map(ids.map((id, index) => [id, letterOf(index)]));
  const names = ends.flatMap(({ name }) => name ?? []);
  return maskFor({ addresses: drills.map(({ plan }) => plan.address), nodes, names, hush });
}

function letterOf(index: number): string {
  return index < 26 ? String.fromCodePoint(65 + index) : `N${index + 1}`;
}

function drilled({ plan, moves, failure, left }: AddressDrill, mask: Mask): DrilledAddress {
  const { address, home, away } = plan;
  const made = moves.filter(
    ({ result }) => result.outcome === 'moved' && result.error === undefined,
  );
  const ip = address.ip ?? moves[0]?.result.ip ?? null;
  const told = isFailure(left) ? {} : { left: left.node === null ? null : mask(left.node) };
  return {
    name: mask(address.name),
    kind: address.kind,
    ip: ip === null ? null : mask(ip),
    home: mask(home.node),
    away: mask(away.node),
    moved: made.length,
    writes: writesOf(moves),
    phasesMs: phasesOf(made),
    moves: moves.map(moveOf),
    ...told,
    ...(failure === undefined ? {} : { error: masked(failure, mask) }),
  };
}

function writesOf(moves: readonly Move[]): number {
  let writes = 0;
  for (const { result } of moves) writes += result.writes;
  return writes;
}

function masked(failure: Failure, mask: Mask): FailureReport {
  const { message, hint, ...rest } = reportOf(failure);
  return { ...rest, message: mask(message), ...(hint === undefined ? {} : { hint: mask(hint) }) };
}

function moveOf({ round, to, result }: Move): DrilledMove {
  const { outcome, writes, durationMs, phasesMs } = result;
  return { round, to, outcome, writes, durationMs, phasesMs };
}

/** How the times of moves that came about are spread. */
export function phasesOf(moves: readonly Move[]): DrilledAddress['phasesMs'] {
  const spread = drillPhases.flatMap((phase) => {
    const times = moves.map(({ result: { durationMs, phasesMs } }) =>
      phase === 'total' ? durationMs : phasesMs[phase],
    );
    const found = percentilesOf(times);
    return found === undefined ? [] : [[phase, found] as const];
  });
  return Object.fromEntries(spread);
}

function requestsOf(cloud: string, heard: Overheard): readonly DrilledRequest[] {
  return [...heard].map(([request, answers]) => {
    const statuses = [...answers].map(([status, { count }]) => [status, count] as const);
    let count = 0;
    for (const [, of] of statuses) count += of;
    return { cloud, request, count, statuses: Object.fromEntries(statuses), ms: timesOf(answers) };
  });
}
