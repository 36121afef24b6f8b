import type { Address } from '../core/address.ts';
import { isForPublic } from '../core/ip.ts';
import { kindIn } from '../providers/clouds.ts';
import type { Clouds } from '../providers/clouds.ts';
import type { CloudDescription } from '../providers/description.ts';
import type { Config } from './config.ts';

/** What can be used and does nothing, or not on this host. `interfaces` is unknown where nothing tells. */
export async function oversightsOf(
  { addresses }: Pick<Config, 'addresses'>,
  interfaces: ReadonlySet<string> | undefined,
  clouds: Clouds,
): Promise<readonly string[]> {
  if (addresses.length === 0) return nothingListed(await clouds.describe(clouds.first));
  return [...strangeIps(addresses, clouds), ...strangeInterfaces(addresses, interfaces, clouds)];
}

function nothingListed({ examples }: CloudDescription): readonly string[] {
  return [
    `lists no address, so hooks, cron and floatip watch do nothing: list one below addresses, such as - ${examples.entry}`,
  ];
}

/** No cloud hands out such an IP for the public to use. */
function strangeIps(addresses: readonly Address[], clouds: Clouds): readonly string[] {
  return addresses.flatMap((address) => {
    const { name, kind, ip } = address;
    const isPublic = kindIn(clouds, address)?.isPublic === true;
    if (!isPublic || ip === undefined || isForPublic(ip)) return [];
    return [`${name} is a ${kind}, which is never an IP such as ${ip}: write the public one`];
  });
}

function strangeInterfaces(
  addresses: readonly Address[],
  interfaces: ReadonlySet<string> | undefined,
  clouds: Clouds,
): readonly string[] {
  if (interfaces === undefined) return [];
  return addresses.flatMap((address) => {
    const wanted = kindIn(clouds, address)?.announcedOn?.(address);
    // eth0:1 is a label of an address on eth0.
    if (wanted === undefined || interfaces.has(wanted.replace(/:.*$/, ''))) return [];
    const there = [...interfaces].join(', ');
    return [
      `${address.name} is announced on ${wanted}, and this host has no such interface: it has ${there}`,
    ];
  });
}
