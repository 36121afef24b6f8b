import { addressOf, lookOf } from './passage.ts';
import type { Passage } from './passage.ts';
import type { Promised } from './promises.ts';
import { leastJitter } from './simulated-node.ts';
import type { Fact, SimulatedNode } from './simulated-node.ts';
import { followed } from './topology.ts';

const firstCoolOffMs = 1000;
const longestCoolOffMs = 60_000;
const forgottenAfterMs = 180_000;

/**
 * Where a node has read back an address as its own, and finds it elsewhere though nothing newer was
 * said to it, it waits before it takes it back, each time longer: up to 1 s doubling to 60 s. Only
 * where it is told that the other one gives way, a loss is no reason to wait.
 */
export const coolsOff: Promised = ({ nodes }) =>
  nodes.flatMap((node) => followed.flatMap((ip) => hasty(node, ip)));

interface Contest {
  isHeld: boolean;
  lostAtMs: number | undefined;
  losses: number;
  lastLossMs: number;
}

const peace: Contest = {
  isHeld: false,
  lostAtMs: undefined,
  losses: 0,
  lastLossMs: 0,
};

function hasty(node: SimulatedNode, ip: string): readonly string[] {
  const broken: string[] = [];
  const contest: Contest = { ...peace };
  /** The last answer that each process got about the address. */
  const before = new Map<unknown, Fact>();
  /** Whose write was taken, and has not been read back yet. */
  const settling = new Set<unknown>();
  for (const fact of node.facts) {
    if (fact.type === 'upset') {
      Object.assign(contest, peace);
      continue;
    }
    const { process, passage } = fact;
    if (addressOf(passage) !== ip) continue;
    if (fact.type === 'answered') {
      const isDiagnosis = isRefusal(before.get(process));
      see(contest, fact, { node, isDiagnosis, isSettling: settling.has(process) });
      before.set(process, fact);
      if (isAccepted(passage)) settling.add(process);
      else if (lookOf(passage)?.holder === node.id) settling.delete(process);
    } else if (passage.request.method === 'POST' && contest.lostAtMs !== undefined) {
      const waitedMs = passage.sentAtMs - contest.lostAtMs;
      const span = { fromMs: contest.lostAtMs, toMs: passage.sentAtMs };
      const dueMs = hasHeardLower(node, span) ? 0 : leastCoolOffMs(contest.losses);
      if (waitedMs < dueMs) {
        broken.push(`${process.name} took ${ip} back after ${waitedMs} ms instead of ${dueMs}`);
      }
      contest.lostAtMs = undefined;
    }
  }
  return broken;
}

/** Whether a process that was told of a node of lower priority was there at that time. */
function hasHeardLower(
  { processes }: SimulatedNode,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): boolean {
  return processes.some(
    ({ event, beganAtMs, endedAtMs }) =>
      event === 'MASTER_RX_LOWER_PRI' && beganAtMs <= toMs && endedAtMs >= fromMs,
  );
}

interface Sight {
  readonly node: SimulatedNode;
  /** Whether the look was only to find out what a refusal meant. */
  readonly isDiagnosis: boolean;
  /** Whether the look waits for a write of the same run to show. */
  readonly isSettling: boolean;
}

function see(
  contest: Contest,
  { passage, objection }: Exclude<Fact, { type: 'upset' }>,
  { node, isDiagnosis, isSettling }: Sight,
): void {
  const look = lookOf(passage);
  // While the cloud changes it, nobody knows yet whose it will be.
  if (look === undefined || look.isPending) return;
  if (look.holder === node.id) {
    // A run that is over, or is yet to find out what is going on, makes nothing of what it sees.
    if (objection !== undefined || isDiagnosis) return;
    Object.assign(contest, { isHeld: true, lostAtMs: undefined });
  } else if (contest.isHeld) {
    const lostAtMs = passage.answeredAtMs ?? 0;
    Object.assign(contest, { isHeld: false, lostAtMs });
    // Nor does such a run count what was lost: its answer may be older than what another one saw. Who
    // waits for a write to show sees the former holder, and cannot know of a loss before the write.
    if (objection !== undefined || isSettling) return;
    const isNew = lostAtMs - contest.lastLossMs >= forgottenAfterMs;
    Object.assign(contest, { losses: isNew ? 1 : contest.losses + 1, lastLossMs: lostAtMs });
  }
}

function isRefusal(fact: Fact | undefined): boolean {
  if (fact?.type !== 'answered' || fact.passage.request.method !== 'POST') return false;
  const ending = fact.passage.landed?.ending;
  return ending?.type === 'reply' && ending.reply.status >= 400;
}

function isAccepted({ request, landed }: Passage): boolean {
  if (request.method !== 'POST') return false;
  const ending = landed?.ending;
  return ending?.type === 'reply' && ending.reply.status < 300;
}

function leastCoolOffMs(losses: number): number {
  if (losses === 0) return 0;
  return leastJitter * Math.min(firstCoolOffMs * 2 ** (losses - 1), longestCoolOffMs);
}
