import type { HostFacts } from '../../app/doctor/host-facts.ts';
import { isOurs } from '../../app/doctor/keepalived-hooks.ts';
import type { KeepalivedConfig } from '../../triggers/keepalived-config/keepalived-config.ts';
import type { Position } from '../../triggers/keepalived-config/position.ts';
import { quotedName } from './keepalived-quoting.ts';

/** A line of keepalived's config because of which that of floatip would be ignored. */
export interface OtherNotify {
  /** As it stands there, such as `vrrp_instance VI_1`. */
  readonly block: string;
  readonly at: Position;
}

/** keepalived says "already specified - ignoring" to each `notify` of a block but the first. */
export function otherNotifies(
  { instances, groups }: Pick<KeepalivedConfig, 'instances' | 'groups'>,
  {
    followed,
    facts,
  }: { readonly followed: readonly string[]; readonly facts: Pick<HostFacts, 'text'> },
): readonly OtherNotify[] {
  const blocks = [
    ...instances.map((one) => ({ ...one, block: `vrrp_instance ${quotedName(one.name)}` })),
    ...groups.map((one) => ({ ...one, block: `vrrp_sync_group ${quotedName(one.name)}` })),
  ];
  return blocks.flatMap(({ name, block, notifies }) => {
    if (!followed.includes(name)) return [];
    const first = notifies.find(({ keyword }) => keyword === 'notify');
    return first === undefined || isOurs(first, facts) ? [] : [{ block, at: first.at }];
  });
}
