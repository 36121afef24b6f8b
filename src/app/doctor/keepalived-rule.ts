import type { Address } from '../../core/address.ts';
import { normaliseIp, sameIp } from '../../core/ip.ts';
import type { CheckId } from '../../ports/check-ids.ts';
import type { KeepalivedConfig } from '../../triggers/keepalived-config/keepalived-config.ts';
import type { VrrpInstance } from '../../triggers/keepalived-config/vrrp-instance.ts';
import { kindOf, speakersOf } from './keepalived-hooks.ts';
import type { Speaker } from './keepalived-hooks.ts';
import type { Surroundings } from './surroundings.ts';

/** Something that has to be so in keepalived's config. */
export interface Rule {
  readonly id: CheckId;
  /** What is wrong, each with what to do. */
  readonly trouble: (of: RuleScope) => readonly Trouble[];
  /** What is said where nothing is. */
  readonly whenWell: string;
}

export interface RuleScope extends Surroundings {
  readonly conf: KeepalivedConfig;
}

export interface Trouble {
  readonly status: 'note' | 'warn' | 'fail';
  readonly detail: string;
  readonly fix?: string;
  readonly address?: string;
}

/** As keepalived.conf has it: `vrrp_instance VI_1`. */
export function titleOf(speaker: Speaker): string {
  return `${kindOf(speaker)} ${speaker.name}`;
}

/** Whether a `unicast_peer` of an instance is this host itself. */
export function isThisHost(
  peer: string,
  { unicastSource }: Pick<VrrpInstance, 'unicastSource'>,
  { io: { host } }: RuleScope,
): boolean {
  return sameIp(peer, unicastSource?.value ?? '') || host.hasIp(normaliseIp(peer) ?? peer);
}

/** What the address follows, where it is there. */
export function followedBy(
  { follow }: Pick<Address, 'follow'>,
  conf: KeepalivedConfig,
): Speaker | undefined {
  return speakersOf(conf).find(({ name }) => name === follow);
}

/** The instances on which a followed name depends: itself, or the members of the group. */
export function instancesOf(speaker: Speaker, conf: KeepalivedConfig): readonly VrrpInstance[] {
  if (!('members' in speaker)) return [speaker];
  const members = new Set(speaker.members.map(({ value }) => value));
  return conf.instances.filter(({ name }) => members.has(name));
}

/** All instances that some address depends on, each once; where none is found, all there are. */
export function instancesInUse({ conf, addresses }: RuleScope): readonly VrrpInstance[] {
  const speakers = new Set(addresses.flatMap((address) => followedBy(address, conf) ?? []));
  const inUse = new Set([...speakers].flatMap((speaker) => instancesOf(speaker, conf)));
  return inUse.size === 0 ? conf.instances : [...inUse];
}
