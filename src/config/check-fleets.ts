import { fleetOf } from '../core/follow.ts';
import { Failure } from '../ports/failure.ts';
import type { Clouds } from '../providers/clouds.ts';
import { kindIn } from '../providers/clouds.ts';
import type { Config } from './config.ts';
import { fleetsIn } from './fleets.ts';

/**
 * What only the cloud's description can say of fleets: how its nodes are spelled, and which kinds need something
 * to run on whoever holds them. Throws `config`.
 */
export async function checkFleets(
  { addresses, hosts }: Pick<Config, 'addresses' | 'hosts'>,
  clouds: Clouds,
): Promise<void> {
  const lines: string[] = [];
  for (const { name, nodes } of fleetsIn(hosts).values()) {
    const followers = addresses.filter((address) => fleetOf(address) === name);
    const [first] = followers;
    if (first === undefined) continue;
    const { node: described } = await clouds.describe(first.cloud);
    for (const { node } of nodes) {
      if (described.isId(node)) continue;
      lines.push(`hosts.${name}: ${node} is no id of ${described.one}: ${described.idExample}`);
    }
    for (const address of followers) {
      const kind = kindIn(clouds, address);
      if (kind?.announcedOn?.(address) === undefined) continue;
      const why = `${kind.one} goes to whoever announces it, which hosts that run nothing do not`;
      lines.push(`${address.name} cannot be moved between hosts ${name}: ${why}`);
    }
  }
  const [last] = lines;
  if (last !== undefined) throw new Failure('config', lines, { hint: 'Correct it in the config' });
}
