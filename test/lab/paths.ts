import { hostPlan } from './layout.ts';
import type { HostName } from './layout.ts';
import type { Scenario } from './scenario.ts';
import { instanceOf } from './setup.ts';
import type { AddressPlan } from './setup.ts';

/**
 * How traffic gets from the client to the host that the cloud says has an address. An EIP on a HAVIP
 * is translated to the HAVIP, which is on the interface of the master only; everything else is routed
 * to a host as it is.
 */

/** What every host has on its loopback, to answer for it. */
export function publicIps({ addresses }: Scenario): readonly string[] {
  return addresses
    .filter(({ kind, isGuest }) => kind !== 'tencent-havip' && isGuest !== true)
    .map(({ ip }) => ip);
}

/** For nft; nothing where there is nothing to translate. */
export function translations(scenario: Scenario): string {
  const chain = 'ip eips from-outside';
  const rules = scenario.addresses
    .filter(({ kind }) => kind === 'tencent-havip')
    .map((address) => [address.ip, instanceOf(address, scenario).vip] as const)
    .map(([eip, havip]) => `add rule ${chain} ip daddr ${eip} dnat to ${havip};`);
  if (rules.length === 0) return '';
  const made = `add chain ${chain} { type nat hook prerouting priority dstnat; };`;
  return `add table ip eips; ${made} ${rules.join(' ')}`;
}

/** The `ip` command that sends an address to a host, or to nobody. */
export function routeTo(owner: HostName | null, address: AddressPlan, scenario: Scenario): string {
  const isHavip = address.kind === 'tencent-havip';
  const target = isHavip ? instanceOf(address, scenario).vip : address.ip;
  return owner === null
    ? `route replace blackhole ${target}/32`
    : `route replace ${target}/32 via ${hostPlan(owner).ip}`;
}
