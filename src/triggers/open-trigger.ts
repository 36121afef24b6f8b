import type { TriggerFollow } from '../core/follow.ts';
import type { Trigger } from '../ports/trigger.ts';
import { openPolled } from './polled/open-probe.ts';
import type { Followed, TriggerTools } from './trigger-tools.ts';

export interface OpenTriggerOptions extends Pick<Followed, 'leases'> {
  readonly tools: TriggerTools;
  /** Whether it is to take part in an election, and not only to look. */
  readonly isToWatch: boolean;
}

/** What an address follows, ready to be asked. Throws `config` where it cannot be. */
export async function openTrigger(
  follow: TriggerFollow,
  { tools, leases, isToWatch }: OpenTriggerOptions,
): Promise<Trigger> {
  if (!('lease' in follow)) return openPolled(follow, tools);
  const { openLease } = await import('./lease/open-lease.ts');
  return openLease({ name: follow.lease, settings: leases(), tools, isToWatch });
}
