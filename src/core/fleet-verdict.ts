import type { Address } from './address.ts';
import { fleetNodeText } from './fleet.ts';
import type { Fleet } from './fleet.ts';
import type { HostHealth } from './host-health.ts';
import { nodeText } from './node-text.ts';
import type { Owner, Reading } from './owner.ts';
import type { Verdict } from './verdict.ts';

export interface FleetVerdict {
  readonly verdict: Verdict;
  /** What is not as it should be, in one short sentence. */
  readonly why?: string;
}

/** What it means who holds an address that is moved between hosts which run nothing; nothing of others. */
export type VerdictInFleet = (address: Address, reading: Reading) => FleetVerdict | undefined;

/**
 * What the state of an address means that is moved between the hosts of a fleet, wherever this is asked:
 *
 *     held by one of them that is well, or in doubt    ok
 *     held by one that is dead                         should-move
 *     held by another node, or by nobody               should-move
 */
export function fleetVerdict(
  owner: Owner,
  fleet: Pick<Fleet, 'name' | 'nodes'>,
  health: ReadonlyMap<string, HostHealth>,
): FleetVerdict {
  if (owner.state === 'free') return { verdict: 'should-move', why: 'nobody holds it' };
  const { node } = owner;
  if (fleet.nodes.every((one) => one.node !== node)) {
    const why = `${nodeText(owner)} has it, which is none of hosts ${fleet.name}`;
    return { verdict: 'should-move', why };
  }
  const { is = 'unknown', silent = 0, of = 0 } = health.get(node) ?? {};
  if (is !== 'dead') return { verdict: 'ok' };
  const who = fleetNodeText(node, fleet);
  return { verdict: 'should-move', why: `${who} is dead, as ${silent} of ${of} controllers say` };
}
