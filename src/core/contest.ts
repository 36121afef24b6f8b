/**
 * Two nodes that both believe to be MASTER take an address from each other. Nobody can tell from
 * here who is right, so each loss makes this node wait longer before it takes the address back.
 */
export interface Contest {
  /** How often in a row the address was lost while this node was MASTER. */
  readonly losses: number;
  /** When it was last found lost, in milliseconds since 1970. */
  readonly lostAtMs: number;
  /** Before this moment it is not taken back. Milliseconds since 1970. */
  readonly notBeforeMs: number;
}

/** Whether a value from outside is a contest that these rules can have made. */
export function isContest(value: unknown): value is Contest {
  if (typeof value !== 'object' || value === null) return false;
  const { losses, lostAtMs, notBeforeMs }: Partial<Record<keyof Contest, unknown>> = value;
  return (
    Number.isSafeInteger(losses) &&
    Number(losses) > 0 &&
    isMoment(lostAtMs) &&
    isMoment(notBeforeMs)
  );
}

/** The last moment that a date can hold, in the year 275760. */
const lastMomentMs = 8.64e15;

/** Whether a value from outside can be a moment, in milliseconds since 1970. */
export function isMoment(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= lastMomentMs;
}

const firstCoolOffMs = 1000;
const maxCoolOffMs = 60_000;
/**
 * A contest is over, and counts from the start again, when nothing was lost for this long: two nodes
 * that go on fighting lose the address within two cool-offs.
 */
const forgottenAfterMs = 3 * maxCoolOffMs;

/** The contest after one more loss: up to 1 s doubling to 60 s, full jitter. */
export function lose(
  previous: Contest | undefined,
  { nowMs, random }: { readonly nowMs: number; readonly random: number },
): Contest {
  const losses = isLive(previous, nowMs) ? previous.losses + 1 : 1;
  const coolOffMs = random * Math.min(firstCoolOffMs * 2 ** (losses - 1), maxCoolOffMs);
  return { losses, lostAtMs: nowMs, notBeforeMs: nowMs + coolOffMs };
}

/** The contest once the other node is known to give way: nothing is waited for any more. */
export function giveWay(contest: Contest, nowMs: number): Contest {
  return { ...contest, notBeforeMs: Math.min(contest.notBeforeMs, nowMs) };
}

/**
 * How much is left of the cool-off. More than the longest one takes is left only where the clock was
 * set back since, and nothing tells how far: then it counts as over.
 */
export function coolOffLeftMs({ notBeforeMs }: Contest, nowMs: number): number {
  const leftMs = notBeforeMs - nowMs;
  return leftMs > maxCoolOffMs ? 0 : Math.max(0, leftMs);
}

/** Whether the address has been changing hands of late. */
export function isContested(contest: Contest | undefined, nowMs: number): boolean {
  return isLive(contest, nowMs);
}

function isLive(contest: Contest | undefined, nowMs: number): contest is Contest {
  return contest !== undefined && Math.abs(nowMs - contest.lostAtMs) < forgottenAfterMs;
}
