import { nodeText } from '../../core/node-text.ts';
import type { Result } from '../../core/outcome.ts';
import { nodeOf } from '../../core/owner.ts';
import { startDeadline } from '../../lib/time/deadline.ts';
import { asFailure, Failure, isFailure } from '../../ports/failure.ts';
import { readingIn } from '../../ports/provider.ts';
import { pursue } from '../../takeover/pursue.ts';
import { openContext } from '../per-cloud.ts';
import type { CloudContext } from '../per-cloud.ts';
import { readWithRetries } from '../read-with-retries.ts';
import type { Session } from '../session.ts';
import { noteGivenAway } from '../undo-warning.ts';
import { withGuest } from '../with-guest.ts';
import { withHostLock } from '../with-host-lock.ts';
import type { Guards } from '../with-host-lock.ts';
import type { DrillNode, DrillPlan } from './survey.ts';

/** One move of a drill, there or back. */
export interface Move {
  readonly round: number;
  readonly to: 'away' | 'home';
  readonly result: Result;
}

/** What a drill did to one address. */
export interface AddressDrill {
  readonly plan: DrillPlan;
  readonly moves: readonly Move[];
  /** Why it ended before all rounds were done. */
  readonly failure?: Failure;
  /** Where the address is in the end, or why nobody knows. */
  readonly left: Whereabouts | Failure;
}

export interface Whereabouts {
  /** `null` for nobody. */
  readonly node: string | null;
  /** Whether a move that was asked for may still be made. */
  readonly mayMove: boolean;
}

export interface MovesOrder {
  readonly rounds: number;
  /** What each move may take. */
  readonly deadlineMs: number;
  /** Hears of each move once it is over. */
  readonly onMove: (plan: DrillPlan, move: Move) => void;
}

/**
 * Moves an address there and back, so many times, until one move is not what it should be. Other runs of this
 * host wait meanwhile. Throws only bugs.
 */
export async function moveToAndFro(
  plan: DrillPlan,
  order: MovesOrder,
  session: Session,
): Promise<AddressDrill> {
  const moves: Move[] = [];
  const failure = await untilOneFails(moves, { plan, order, session });
  const last = moves.at(-1)?.result;
  const isWhole = failure === undefined && last !== undefined;
  const left = isWhole ? { node: last.to, mayMove: false } : await whereIs(plan, session, last);
  return { plan, moves, left, ...(failure === undefined ? {} : { failure }) };
}

interface Drilling {
  readonly plan: DrillPlan;
  readonly order: MovesOrder;
  readonly session: Session;
}

async function untilOneFails(moves: Move[], drilling: Drilling): Promise<Failure | undefined> {
  const { plan, order, session } = drilling;
  try {
    return await underDeadline({ ms: order.deadlineMs, plan, session }, (context) =>
      withHostLock(plan.address, context, async (guards) => {
        // Whoever comes later waits until all of it is over.
        await guards.acquireLock();
        return await allRounds(moves, drilling, guards);
      }),
    );
  } catch (error) {
    return asFailure(error);
  }
}

async function allRounds(
  moves: Move[],
  { plan, order, session }: Drilling,
  guards: Guards,
): Promise<Failure | undefined> {
  for (let round = 1; round <= order.rounds; round += 1) {
    for (const to of ['away', 'home'] as const) {
      const target = plan[to];
      const from = to === 'away' ? plan.home : plan.away;
      const result = await underDeadline({ ms: order.deadlineMs, plan, session }, (context) =>
        moveOnce({ plan, target, guards, context }),
      );
      const move = { round, to, result };
      moves.push(move);
      order.onMove(plan, move);
      const failure = whyOver(move, { plan, from });
      if (failure !== undefined) return failure;
    }
  }
  return undefined;
}

interface Moving {
  readonly plan: DrillPlan;
  readonly target: DrillNode;
  readonly guards: Guards;
  readonly context: CloudContext;
}

async function moveOnce({ plan, target, guards, context }: Moving): Promise<Result> {
  const { session, runOptions } = context;
  const { address, self } = plan;
  const { wanted, isTakenOver } = guards;
  const { node } = target;
  const result = await pursue(address, {
    ...runOptions,
    startedAt: session.clock.now(),
    goal: { type: 'held-by', node },
    readFirst: true,
    wanted,
    isTakenOver,
  });
  const isHere = self === undefined ? undefined : self.node === node;
  if (isHere !== true) noteGivenAway(address, result, session);
  return await withGuest(address, result, { session, isHere });
}

interface Bounded {
  readonly ms: number;
  readonly plan: DrillPlan;
  readonly session: Session;
}

async function underDeadline<T>(
  { ms, plan: { address }, session }: Bounded,
  work: (context: CloudContext) => Promise<T>,
): Promise<T> {
  const { clock, signal: parent } = session;
  const deadline = startDeadline({ clock, ms, parent });
  try {
    const part = { name: address.cloud, addresses: [address] };
    return await work(await openContext(part, session, { deadline, cause: 'drill' }));
  } finally {
    deadline.end();
  }
}

interface Expected {
  readonly plan: DrillPlan;
  readonly from: DrillNode;
}

/** Why a drill cannot go on after a move, if it cannot. */
function whyOver({ result }: Move, { plan, from }: Expected): Failure | undefined {
  const { error, outcome, from: seen, to, why } = result;
  if (error !== undefined) {
    return new Failure(error.class, error.message, { hint: withoutWayBack(error.hint) });
  }
  if (outcome === 'superseded') {
    return new Failure('superseded', why ?? 'The role of this host has changed');
  }
  if (outcome === 'moved' && seen === from.node) return undefined;
  const where = outcome === 'already-held' ? to : seen;
  const { name } = plan.address;
  return new Failure(
    'superseded',
    `Somebody else moved ${name} in between: it was to be on ${nodeText(from)}, and was on ${where ?? 'nobody'}`,
    {
      hint: 'Stop floatip watch on both hosts until the drill is over, and drill again',
    },
  );
}

/** Where it is and how it comes home is said of the whole drill: a single move only knows where it began. */
function withoutWayBack(hint: string | undefined): string | undefined {
  const sentences = hint?.split(/\. (?=[A-Z])/) ?? [];
  const others = sentences.filter((one) => !/^(?:Put it back|Look at it with)\b/.test(one));
  return others.length === 0 ? undefined : others.join('. ');
}

/** A cloud that refuses a move does not make it later. */
function isUnsure({ outcome }: Result): boolean {
  return outcome === 'failed' || outcome === 'timed-out' || outcome === 'superseded';
}

/** What a look at the end may take: whoever has typed Ctrl-C waits for it. */
const lastLookMs = 5000;

async function whereIs(
  plan: DrillPlan,
  session: Session,
  last: Result | undefined,
): Promise<Whereabouts | Failure> {
  const { address } = plan;
  // The signal that ended the drill must not end this look.
  const { signal } = new AbortController();
  const look = { ms: lastLookMs, plan, session: { ...session, signal } };
  try {
    return await underDeadline(look, async (context) => {
      const readings = await readWithRetries([address], context.runOptions);
      const reading = readingIn(readings, address);
      if (isFailure(reading)) return reading;
      const node = nodeOf(reading.owner);
      const wasAsked = last !== undefined && last.writes > 0 && isUnsure(last);
      return { node, mayMove: reading.pending || (wasAsked && node !== last.to) };
    });
  } catch (error) {
    return asFailure(error);
  }
}
