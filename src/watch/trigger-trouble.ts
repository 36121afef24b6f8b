import { followText, triggerOf } from '../core/follow.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import type { Watcher } from './watcher.ts';

/** Of which triggers it is not known what they say, and why; nothing where all have said something. */
export function silentTriggers(
  { addresses }: Pick<Watcher, 'addresses'>,
  roles: Pick<RoleTracker, 'wordOn'>,
): readonly string[] {
  const found = new Set<string>();
  for (const address of addresses) {
    const follow = triggerOf(address);
    if (follow === undefined) continue;
    const { says, why } = roles.wordOn(address);
    if (says === 'unknown') found.add(`${followText(follow)}: ${why}`);
  }
  return [...found];
}
