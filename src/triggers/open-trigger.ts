import type { Fleet } from '../core/fleet.ts';
import type { TriggerFollow } from '../core/follow.ts';
import type { Trigger } from '../ports/trigger.ts';
import type { SharedParts } from './lease/shared-parts.ts';
import type { MovesBudget } from './moves-budget.ts';
import { openPolled } from './polled/open-probe.ts';
import type { Followed, TriggerTools } from './trigger-tools.ts';

export interface OpenTriggerOptions extends Pick<Followed, 'leases' | 'fleets'> {
  readonly tools: TriggerTools;
  readonly moves: MovesBudget;
  readonly shared: SharedParts;
  /** Whether it is to take part in an election, and not only to look. */
  readonly isToWatch: boolean;
}

/** What an address follows, ready to be asked. Throws `config` where it cannot be. */
export async function openTrigger(
  follow: TriggerFollow,
  { tools, leases, fleets, moves, shared, isToWatch }: OpenTriggerOptions,
): Promise<Trigger> {
  if ('hosts' in follow) {
    const { openFleet } = await import('./hosts/open-fleet.ts');
    const known = (await fleets?.()) ?? new Map<string, Fleet>();
    return openFleet({ name: follow.hosts, fleets: known, settings: leases(), tools, isToWatch });
  }
  if (!('lease' in follow)) return openPolled(follow, tools);
  const { openLease } = await import('./lease/open-lease.ts');
  return openLease({ follow, settings: leases(), tools, moves, shared, isToWatch });
}
