import type { Showing } from './bounds.ts';
import type { JournalLine } from './journal.ts';
import type { Lab } from './lab.ts';
import { monotonicMs } from './monotonic.ts';
import type { Places } from './scenario.ts';
import type { AddressPlan } from './setup.ts';

/** What floatip is to say, and since when. */
export interface Expected {
  /** Where the addresses are to be. */
  readonly places: Places;
  /** The instances whose addresses change hands. */
  readonly instances: readonly string[];
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
  /** How long it may take, and whether it may have noticed by itself, with no event to tell it. */
  readonly most: Showing;
}

const lookAgainMs = 50;
/**
 * For so long after it has heard of a node of lower priority, floatip looks again by itself. It leaves
 * what else it hears of that node to those looks, and says only what they find lost.
 */
const vigilMs = 7000;

/**
 * Waits until floatip on the masters has said in its journal that it has each address, and that it was
 * an event that made it look. Without that, a HAVIP could be where keepalived has announced it, with
 * no floatip at all. Throws where it does not say so in time. The recipe writes no journal.
 */
export async function hearWord(lab: Lab, expected: Expected): Promise<void> {
  if (lab.by === 'recipe') return;
  const untilMs = monotonicMs() + expected.most.settledAfterMs;
  let missing = missingWord(lab, expected);
  while (missing !== undefined) {
    if (monotonicMs() > untilMs) throw new Error(missing);
    await lab.pulse.sleep(lookAgainMs);
    missing = missingWord(lab, expected);
  }
}

function missingWord(lab: Lab, expected: Expected): string | undefined {
  const { places, instances, sinceMs } = expected;
  for (const address of lab.scenario.addresses.filter(({ follow }) => instances.includes(follow))) {
    const host = places.get(address.follow);
    const lines = host === undefined ? [] : lab.host(host).journal(sinceMs - vigilMs);
    if (isWatched(address, lines, sinceMs)) continue;
    const said = outcomesOf(address, lines).filter((line) => isSince(line, sinceMs));
    if (said.some((line) => isWord(line, address, { lab, ...expected }))) continue;
    const instead = said.map(({ cause, result }) => `${result?.outcome} (${cause})`).join(', ');
    const wanted = `that it has ${address.name}, by an event of ${address.follow}`;
    return `floatip of ${host} has not said ${wanted}: it says ${instead || 'nothing'}`;
  }
  return undefined;
}

function isSince({ at }: JournalLine, ms: number): boolean {
  return Date.parse(at) >= ms;
}

/** Whether a node of lower priority was heard of while floatip was looking again anyway. */
function isWatched(address: AddressPlan, lines: readonly JournalLine[], sinceMs: number): boolean {
  const { follow } = address;
  const isHeard = lines.some(
    (line) =>
      line.state === 'MASTER_RX_LOWER_PRI' && line.name === follow && isSince(line, sinceMs),
  );
  const asserted = `MASTER_RX_LOWER_PRI ${follow}`;
  return (
    isHeard && outcomesOf(address, lines).some((line) => isHeld(line) && line.cause === asserted)
  );
}

function outcomesOf({ name }: AddressPlan, lines: readonly JournalLine[]): readonly JournalLine[] {
  return lines.filter(({ type, result }) => type === 'outcome' && result?.name === name);
}

function isHeld({ result }: JournalLine): boolean {
  return result?.outcome === 'moved' || result?.outcome === 'already-held';
}

/** Where floatip asks the interface, the IP that keepalived puts there says as much as its event, and often earlier. */
function isWord(
  line: JournalLine,
  { follow }: AddressPlan,
  { lab, most }: Expected & { readonly lab: Lab },
): boolean {
  const { cause = '' } = line;
  const vip = lab.scenario.instances.find(({ name }) => name === follow)?.vip;
  const isTold = cause === `MASTER ${follow}` || cause === `MASTER_RX_LOWER_PRI ${follow}`;
  const isSeen = lab.asksInterface && cause === `MASTER ${vip}`;
  return isHeld(line) && (isTold || isSeen || most.untold > 0);
}
