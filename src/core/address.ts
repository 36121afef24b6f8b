import type { Follow } from './follow.ts';
import { ipVersion, isPrivateIp } from './ip.ts';

/** What sort of floating IP an address is. The part before the first hyphen is its cloud. */
export const kinds = [
  'digitalocean-reserved-ip',
  'digitalocean-reserved-ipv6',
  'tencent-eip',
  'tencent-havip',
  'tencent-private-ip',
] as const;
export type Kind = (typeof kinds)[number];

export const providerNames = ['digitalocean', 'tencent'] as const;
export type ProviderName = (typeof providerNames)[number];

interface Common {
  /** How the operator calls it; unique within one config. */
  readonly name: string;
  /** What says who holds it: a VRRP instance or group by its MASTER, or something else. */
  readonly follow?: Follow;
  /** An IP that keepalived puts on this host while it is MASTER; tells whether it really is. */
  readonly vip?: string;
}

/** A reserved IP of DigitalOcean. */
export interface ReservedIpAddress extends Common {
  readonly kind: 'digitalocean-reserved-ip' | 'digitalocean-reserved-ipv6';
  /** In the spelling of `normaliseIp`, as all IPs here. */
  readonly ip: string;
}

/** An elastic IP of Tencent Cloud. One of `id` and `ip` is there. */
export interface EipAddress extends Common {
  readonly kind: 'tencent-eip';
  readonly id?: string;
  readonly ip?: string;
  /** The network interface of this node that it is to be bound to, instead of the node as a whole. */
  readonly networkInterface?: string;
  /** The private IP on that network interface. */
  readonly privateIp?: string;
}

/** A highly available virtual IP of Tencent Cloud: it is where it is announced. */
export interface HavipAddress extends Common {
  readonly kind: 'tencent-havip';
  readonly id?: string;
  readonly ip?: string;
  /** Where it is announced: the interface that keepalived puts it on, such as eth0. */
  readonly interface: string;
  /** The elastic IP that belongs on it. */
  readonly eip?: string;
}

/** A secondary private IP of a network interface of Tencent Cloud. */
export interface PrivateIpAddress extends Common {
  readonly kind: 'tencent-private-ip';
  readonly ip: string;
  /** Its VPC, where the account has the same IP in several. */
  readonly vpc?: string;
  /** The network interface of this node that it is to be on; by default the one in its subnet. */
  readonly networkInterface?: string;
}

/** One floating IP of the config, or of the command line. */
export type Address = ReservedIpAddress | EipAddress | HavipAddress | PrivateIpAddress;

const providerOfKind: Readonly<Record<Kind, ProviderName>> = {
  'digitalocean-reserved-ip': 'digitalocean',
  'digitalocean-reserved-ipv6': 'digitalocean',
  'tencent-eip': 'tencent',
  'tencent-havip': 'tencent',
  'tencent-private-ip': 'tencent',
};

/** The cloud that a kind belongs to. */
export function providerOf(kind: Kind): ProviderName {
  return providerOfKind[kind];
}

/** The id that the cloud gave the address, where it has one and the config says so. */
export function idOf(address: Address): string | undefined {
  return address.kind === 'tencent-eip' || address.kind === 'tencent-havip'
    ? address.id
    : undefined;
}

/** Whether the config knows the address by its id only. */
export function isListedById({ ip }: Address): boolean {
  return ip === undefined;
}

/** How an address is called where its name says nothing: its IP, or its id. */
export function labelOf(address: Address): string {
  return address.ip ?? idOf(address) ?? address.name;
}

/** Tells the address apart from all others, as a name for files. */
export function keyOf(address: Address): string {
  return `${address.kind}_${idOf(address) ?? labelOf(address)}`;
}

const nodeIds: Readonly<Record<ProviderName, RegExp>> = {
  digitalocean: /^[1-9]\d{0,14}$/,
  tencent: /^ins-[a-z0-9]{4,16}$/,
};

/** Whether a text is a node's id as the cloud spells it, which it has to be to be compared. */
export function isNodeId(provider: ProviderName, text: string): boolean {
  return nodeIds[provider].test(text);
}

/**
 * The kind of a bare IP address in a cloud, where the IP tells: a public one of Tencent Cloud is an
 * EIP, a private one may be either of two kinds.
 */
export function kindOfIp(provider: ProviderName, ip: string): Kind | undefined {
  if (provider === 'tencent') return isPrivateIp(ip) ? undefined : 'tencent-eip';
  return ipVersion(ip) === 4 ? 'digitalocean-reserved-ip' : 'digitalocean-reserved-ipv6';
}

/** Whether an IP can be one of a cloud's: DigitalOcean has only public ones, Tencent Cloud no IPv6. */
export function isIpOf(provider: ProviderName, ip: string): boolean {
  return provider === 'tencent' ? ipVersion(ip) === 4 : !isPrivateIp(ip);
}

/** The ids of addresses, of those kinds that have one. */
export const addressIds = {
  'tencent-eip': /^eip-[a-z0-9]{4,16}$/,
  'tencent-havip': /^havip-[a-z0-9]{4,16}$/,
} as const satisfies Readonly<Partial<Record<Kind, RegExp>>>;

/** The kind of an id, such as eip-ek0cdz1g; `undefined` for what is no id. */
export function kindOfId(text: string): keyof typeof addressIds | undefined {
  if (addressIds['tencent-eip'].test(text)) return 'tencent-eip';
  return addressIds['tencent-havip'].test(text) ? 'tencent-havip' : undefined;
}
