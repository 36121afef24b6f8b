import { instanceOf } from '../core/follow.ts';
import type { Follow } from '../core/follow.ts';
import { compareOrder } from '../core/vrrp.ts';
import type { EventOrder, Role } from '../core/vrrp.ts';
import type { TriggerWord } from '../ports/trigger.ts';

/** What a trigger says, in the terms of VRRP: what is not known is no role. */
export function roleBy({ says }: TriggerWord): Role | null {
  if (says === 'unknown') return null;
  return says === 'hold' ? 'MASTER' : 'BACKUP';
}

/** The other way round, for what keepalived says. */
export function wordOfRole(address: { readonly follow?: Follow }, role: Role | null): TriggerWord {
  const name = instanceOf(address);
  if (name === undefined) return { says: 'unknown', since: undefined, why: 'it follows nothing' };
  if (role === null) {
    return { says: 'unknown', since: undefined, why: 'keepalived has said nothing since boot' };
  }
  const says = role === 'MASTER' ? 'hold' : 'do not';
  return { says, since: undefined, why: `${name} is ${role} on this node` };
}

/** Whether a claim that began at `since` still stands: without a break this host was to hold it from then on. */
export function standsSince({ says, since, isForAnother }: TriggerWord, from: EventOrder): boolean {
  if (says !== 'hold' || isForAnother === true) return false;
  return since === undefined || compareOrder(since, from) <= 0;
}

/** Whether what was told after `since` speaks of another time than a run that began then. */
export function replacesRun({ says, since }: TriggerWord, from: EventOrder): boolean {
  return says !== 'unknown' && since !== undefined && compareOrder(since, from) > 0;
}
