import type { KeepalivedConfig } from '../../../triggers/keepalived-config/keepalived-config.ts';
import type { Position } from '../../../triggers/keepalived-config/position.ts';
import type { NotifyLine } from '../../../triggers/keepalived-config/script-line.ts';
import type { VrrpInstance } from '../../../triggers/keepalived-config/vrrp-instance.ts';
import type { Teller } from '../../keepalived/hook-lines.ts';

/** What an address can follow: a group, or an instance that is in none. */
export interface Target extends Teller {
  readonly at: Position;
  readonly members: readonly VrrpInstance[];
  readonly notifies: readonly NotifyLine[];
}

export function targetsIn({ groups, instances }: KeepalivedConfig): readonly Target[] {
  const grouped = groups.map((group): Target => {
    const members = new Set(group.members.map(({ value }) => value));
    const { name, at, notifies } = group;
    return {
      type: 'group',
      name,
      at,
      notifies,
      members: instances.filter((one) => members.has(one.name)),
    };
  });
  const taken = new Set(grouped.flatMap(({ members }) => members));
  const alone = instances
    .filter((instance) => !taken.has(instance))
    .map((instance): Target => {
      const { name, at, notifies } = instance;
      return { type: 'instance', name, at, notifies, members: [instance] };
    });
  return [...grouped, ...alone];
}

/** As it stands in keepalived.conf. */
export function blockName({ type, name }: Teller): string {
  return `${type === 'group' ? 'vrrp_sync_group' : 'vrrp_instance'} ${name}`;
}

/** The IP of a target that shows on an interface who is master, where it has one. */
export function vipOf({ members }: Target): string | undefined {
  const ips = members.flatMap(({ virtualAddresses }) => virtualAddresses.map(({ value }) => value));
  const seen = ips.find(
    (words) => words[words.indexOf('dev') + 1] !== 'lo' || !words.includes('dev'),
  );
  return seen?.[0]?.replace(/\/\d+$/, '');
}
