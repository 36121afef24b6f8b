import { isForPublic } from '../core/ip.ts';
import type { Config } from './config.ts';

/** What can be used and does nothing, or not on this host. `interfaces` is unknown where nothing tells. */
export function oversightsOf(
  config: Config,
  interfaces: ReadonlySet<string> | undefined,
): readonly string[] {
  return [
    ...nothingListed(config),
    ...strangeIps(config),
    ...strangeInterfaces(config, interfaces),
  ];
}

function nothingListed({ addresses }: Config): readonly string[] {
  if (addresses.length > 0) return [];
  const example = '{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }';
  return [
    `lists no address, so hooks, cron and floatip watch do nothing: list one below addresses, such as - ${example}`,
  ];
}

/** No cloud hands out such an IP for the public to use. */
function strangeIps({ addresses }: Config): readonly string[] {
  return addresses.flatMap(({ name, kind, ip }) => {
    const isPublic = kind.startsWith('digitalocean-') || kind === 'tencent-eip';
    if (!isPublic || ip === undefined || isForPublic(ip)) return [];
    return [`${name} is a ${kind}, which is never an IP such as ${ip}: write the public one`];
  });
}

function strangeInterfaces(
  { addresses }: Config,
  interfaces: ReadonlySet<string> | undefined,
): readonly string[] {
  if (interfaces === undefined) return [];
  return addresses.flatMap((address) => {
    if (address.kind !== 'tencent-havip') return [];
    const { name, interface: wanted } = address;
    // eth0:1 is a label of an address on eth0.
    if (interfaces.has(wanted.replace(/:.*$/, ''))) return [];
    const there = [...interfaces].join(', ');
    return [
      `${name} is announced on ${wanted}, and this host has no such interface: it has ${there}`,
    ];
  });
}
