import { ipVersion } from './ip.ts';

/** What sort of floating IP an address is. The part before the first hyphen is its cloud. */
export const kinds = ['digitalocean-reserved-ip', 'digitalocean-reserved-ipv6'] as const;
export type Kind = (typeof kinds)[number];

export const providerNames = ['digitalocean'] as const;
export type ProviderName = (typeof providerNames)[number];

/** One floating IP of the config, or of the command line. */
export interface Address {
  /** How the operator calls it; unique within one config. */
  readonly name: string;
  readonly kind: Kind;
  /** In the spelling of `normaliseIp`. */
  readonly ip: string;
  /** The VRRP instance or group whose MASTER holds this address. */
  readonly follow?: string;
}

const providerOfKind: Readonly<Record<Kind, ProviderName>> = {
  'digitalocean-reserved-ip': 'digitalocean',
  'digitalocean-reserved-ipv6': 'digitalocean',
};

/** The cloud that a kind belongs to. */
export function providerOf(kind: Kind): ProviderName {
  return providerOfKind[kind];
}

/** Whether a text is a node's id as the cloud spells it, which it has to be to be compared. */
export function isNodeId(_provider: ProviderName, text: string): boolean {
  return /^[1-9]\d{0,14}$/.test(text);
}

/** The kind of a bare IP address in a cloud, where the IP version tells. */
export function kindOfIp(_provider: ProviderName, ip: string): Kind {
  return ipVersion(ip) === 4 ? 'digitalocean-reserved-ip' : 'digitalocean-reserved-ipv6';
}
