import type { Fleet } from './fleet.ts';

/** What one controller has found out about a host. */
export type Finding = 'well' | 'silent' | 'unknown';

/** What one controller says of all hosts; of those that are in neither it does not know. */
export interface Ballot {
  readonly well: readonly string[];
  readonly silent: readonly string[];
}

/** How a host is, by what most controllers say. */
export interface HostHealth {
  readonly is: 'well' | 'dead' | 'unknown';
  /** How many controllers found it well, and how many did not. */
  readonly well: number;
  readonly silent: number;
  /** How many there are, by the config. */
  readonly of: number;
}

/**
 * What a controller says of the hosts, by what it has found out. Whoever reaches none of several is more likely
 * to be cut off itself, and says nothing of any.
 */
export function ballotOf(findings: ReadonlyMap<string, Finding>): Ballot {
  const those = (finding: Finding): string[] =>
    [...findings].flatMap(([node, found]) => (found === finding ? [node] : []));
  const [well, silent] = [those('well'), those('silent')];
  const isBlind = well.length === 0 && findings.size > 1;
  return isBlind ? { well: [], silent: [] } : { well, silent };
}

/**
 * How each host is. What counts is more than half of the controllers that the config names, whether they are
 * alive or not: those that are silent agree with nobody.
 *
 *     of 3 controllers   well   silent   is
 *     3 say              3      0        well
 *     2 say, 1 is gone   2      0        well
 *     3 say              1      2        dead
 *     2 say, 1 is gone   1      1        unknown
 *     1 says             0      1        unknown
 */
export function healthBy(
  ballots: ReadonlyMap<string, Ballot>,
  { controllers, nodes }: Pick<Fleet, 'controllers' | 'nodes'>,
): ReadonlyMap<string, HostHealth> {
  const counted = controllers.flatMap((controller) => ballots.get(controller) ?? []);
  const [well, silent] = [
    tally(counted.map((one) => one.well)),
    tally(counted.map((one) => one.silent)),
  ];
  const of = controllers.length;
  return new Map(
    nodes.map(({ node }) => {
      const count = { well: well.get(node) ?? 0, silent: silent.get(node) ?? 0, of };
      return [node, { is: verdict(count), ...count }];
    }),
  );
}

/**
 * The same for whoever looks for a host to move something to: one that any controller finds silent is in doubt, as
 * hosts that die together are not found dead together. Unless there is no other.
 */
export function trusted(
  health: ReadonlyMap<string, HostHealth>,
): ReadonlyMap<string, HostHealth['is']> {
  const isClear = ({ is, silent }: HostHealth): boolean => is === 'well' && silent === 0;
  const areSome = [...health.values()].some(isClear);
  const trustOf = (one: HostHealth): HostHealth['is'] =>
    areSome && one.is === 'well' && !isClear(one) ? 'unknown' : one.is;
  return new Map([...health].map(([node, one]) => [node, trustOf(one)]));
}

function verdict({ well, silent, of }: Omit<HostHealth, 'is'>): HostHealth['is'] {
  if (well > of / 2) return 'well';
  return silent > of / 2 ? 'dead' : 'unknown';
}

/** A list that names a host twice is one voice all the same. */
function tally(lists: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const list of lists) {
    for (const node of new Set(list)) counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}
