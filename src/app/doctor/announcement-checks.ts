import type { Address } from '../../core/address.ts';
import { sameIp } from '../../core/ip.ts';
import { checked, passed } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { placeOf } from './keepalived-here.ts';
import { followedBy, instancesOf, titleOf } from './keepalived-rule.ts';
import { ipIn } from './keepalived-vrrp-rules.ts';
import type { OneCloud } from './one-cloud.ts';
import type { Surroundings } from './surroundings.ts';

/** An address that is where it is announced, and the interface for that. */
interface Announced {
  readonly address: Address;
  readonly on: string;
}

/** What it takes to announce addresses, where the cloud has such. */
export async function announcements(
  { connection: { provider }, addresses, signal }: OneCloud,
  surroundings: Surroundings,
  find: (check: Check) => void,
): Promise<void> {
  const announced = addresses.flatMap((address): readonly Announced[] => {
    const on = provider.announcedOn?.(address);
    return on === undefined ? [] : [{ address, on }];
  });
  if (announced.length === 0) return;
  for (const one of announced) {
    find(interfaceOf(one, surroundings));
    for (const check of putOnBy(one, surroundings)) find(check);
  }
  const { code, error } = await surroundings.facts.run(['arping', '-V'], {
    timeoutMs: 3000,
    signal,
  });
  find(
    code === undefined
      ? checked('arping.there', 'fail', {
          detail: `It is not installed, or does not run: ${error}`,
          fix: 'apt-get install iputils-arping, or dnf install iputils',
        })
      : passed('arping.there', 'It is installed'),
  );
  find(rightOf(surroundings));
}

function interfaceOf({ address: { name }, on }: Announced, { facts }: Surroundings): Check {
  const known = facts.names('/sys/class/net') ?? [];
  // eth0:1 is a label of an address on eth0.
  if (known.includes(on.replace(/:.*$/, ''))) return passed('interface.there', on, name);
  return checked('interface.there', 'fail', {
    detail: `It is announced on ${on}, and this host has no such interface: it has ${known.join(', ')}`,
    fix: `Correct it in the config: interface: ${known.find((one) => one !== 'lo') ?? 'eth0'}`,
    address: name,
  });
}

function rightOf({ scriptUser: { name, account } }: Surroundings): Check {
  if (account?.uid === 0) return passed('arping.right', 'Root may send ARP');
  return checked('arping.right', 'warn', {
    detail: `${name}, as whom keepalived runs hooks, may send no ARP unless arping itself has the right`,
    fix: 'setcap cap_net_raw+ep $(command -v arping), or write script_user root, or run floatip watch',
  });
}

/** keepalived has to have it on the interface before anybody can announce it. */
function putOnBy(
  { address, on }: Announced,
  { keepalived: { config } }: Surroundings,
): readonly Check[] {
  const { name, ip } = address;
  const speaker = config === undefined ? undefined : followedBy(address, config);
  if (config === undefined || speaker === undefined || ip === undefined) return [];
  const instances = instancesOf(speaker, config);
  const isThere = instances.some((instance) =>
    instance.virtualAddresses.some(({ value }) => {
      const device = value[value.indexOf('dev') + 1];
      const onInterface = value.includes('dev') ? device : instance.interface?.value;
      return sameIp(ipIn(value), ip) && onInterface === on;
    }),
  );
  if (isThere)
    return [passed('keepalived.announced', `${titleOf(speaker)} puts ${ip} on ${on}`, name)];
  return [
    checked('keepalived.announced', 'fail', {
      detail: `${titleOf(speaker)} does not put ${ip} on ${on}, so nothing can announce it`,
      fix: `Put into it, in ${placeOf(config, speaker.at)}: virtual_ipaddress { ${ip} dev ${on} }`,
      address: name,
    }),
  ];
}
