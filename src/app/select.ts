import {
  idOf,
  isIpOf,
  isListedById,
  isNodeId,
  keyOf,
  kindOfId,
  kindOfIp,
  providerOf,
} from '../core/address.ts';
import type { Address, Kind, ProviderName } from '../core/address.ts';
import { normaliseIp } from '../core/ip.ts';
import { Failure } from '../ports/failure.ts';
import { refuseSpecialIp } from './refuse-special-ip.ts';
import { unknownAddress } from './unknown-address.ts';

export interface Selection {
  /** Names, IPs or ids; none means every configured address. */
  readonly wanted: readonly string[];
  readonly configured: readonly Address[];
  /** Where addresses are listed, in words. */
  readonly listedIn: string;
  /** The clouds that an IP which is not configured may be of; none where nothing tells. */
  readonly providers: readonly ProviderName[];
  readonly kind?: Kind | undefined;
  /** The cloud that the operator named. */
  readonly provider?: ProviderName | undefined;
}

/**
 * The addresses that a command is about, found by name, then by IP or id; an IP or id that is not
 * configured is taken as it is. Configured ones come first, in the order of the config, which is
 * the order in which their failures count. Throws `usage` or `missing`.
 */
export function selectAddresses(selection: Selection): readonly Address[] {
  const { wanted, configured, listedIn } = selection;
  if (wanted.length > 0) {
    const found = distinct(wanted.map((text) => selectOne(text, selection)));
    const listed = configured.filter((address) => found.includes(address));
    return [...listed, ...found.filter((address) => !configured.includes(address))];
  }
  if (configured.length > 0) return configured;
  throw new Failure('usage', 'There is no address to work on', {
    hint: `Name an IP, or list addresses in ${listedIn}`,
  });
}

/** Whether it takes the IPs of the addresses that are listed by id to say what is meant. */
export function needsIps({ wanted, configured, providers }: Selection): boolean {
  if (!providers.includes('tencent') || !configured.some(isListedById)) return false;
  const known = new Set(configured.map(({ ip }) => ip));
  return wanted.map(normaliseIp).some((ip) => ip !== undefined && !known.has(ip));
}

/** Each address once, however often and by whatever name it was asked for. */
function distinct(addresses: readonly Address[]): readonly Address[] {
  return [...new Map(addresses.map((address) => [keyOf(address), address])).values()];
}

function selectOne(text: string, selection: Selection): Address {
  const { configured, kind } = selection;
  const ip = normaliseIp(text);
  const known = configured.find(
    (address) =>
      address.name === text ||
      idOf(address) === text ||
      (ip !== undefined && address.ip === ip && (kind ?? address.kind) === address.kind),
  );
  if (known !== undefined) return consistent(known, selection);
  if (ip !== undefined) {
    refuseSpecialIp(ip, text);
    return unconfigured(ip, selection);
  }
  if (kindOfId(text) === 'tencent-eip') return { name: text, kind: 'tencent-eip', id: text };
  if (kindOfId(text) === 'tencent-havip') throw needsConfig(text, 'tencent-havip');
  throw unknownAddress(text, configured);
}

/** What the operator said beside a name has to agree with the config. */
function consistent(address: Address, { kind, provider }: Selection): Address {
  const isWrongKind = kind !== undefined && kind !== address.kind;
  const isWrongCloud = provider !== undefined && provider !== providerOf(address.kind);
  if (!isWrongKind && !isWrongCloud) return address;
  throw new Failure('usage', `${address.name} is a ${address.kind} in the config`, {
    hint: `Leave ${isWrongKind ? '--kind' : '--provider'} out`,
  });
}

function unconfigured(ip: string, { providers, kind }: Selection): Address {
  const provider = providerOfIp(ip, providers);
  if (!isIpOf(provider, ip)) throw notOf(provider, ip);
  const fitting = kindOfIp(provider, ip);
  if (kind !== undefined && fitting !== undefined && kind !== fitting) {
    throw new Failure('usage', `${ip} cannot be a ${kind}`, {
      hint: `Leave --kind out: it is a ${fitting}`,
    });
  }
  const chosen = kind ?? fitting;
  if (chosen === undefined) {
    throw new Failure('usage', `${ip} may be a HAVIP or a private IP of a network interface`, {
      hint: 'Say which with --kind tencent-havip or --kind tencent-private-ip',
    });
  }
  if (chosen === 'tencent-havip') throw needsConfig(ip, chosen);
  return { name: ip, kind: chosen, ip };
}

function notOf(provider: ProviderName, ip: string): Failure {
  if (provider === 'tencent') {
    return new Failure(
      'usage',
      `${ip} is an IPv6 address, and floatip moves none of Tencent Cloud`,
      {
        hint: 'Name an IPv4 address or an id, or say --provider digitalocean',
      },
    );
  }
  return new Failure('usage', `${ip} is a private IP, and no reserved IP of DigitalOcean is one`, {
    hint: 'Name a reserved IP, or say --provider tencent for a HAVIP or a private IP of that cloud',
  });
}

/** Where nothing tells, it is taken for one of DigitalOcean. Throws `usage` where it may be either. */
function providerOfIp(ip: string, providers: readonly ProviderName[]): ProviderName {
  const fitting = providers.length > 1 ? providers.filter((name) => isIpOf(name, ip)) : providers;
  const [sole = 'digitalocean', ...others] = fitting;
  if (others.length === 0) return sole;
  throw new Failure('usage', `${ip} may be of DigitalOcean or of Tencent Cloud`, {
    hint: 'Say which with --provider digitalocean or --provider tencent, or list it in the config',
  });
}

/** It has to be announced, and only the config says where. */
function needsConfig(text: string, kind: Kind): Failure {
  return new Failure('usage', `${text} is a HAVIP that the config does not list`, {
    hint: `List it: { name: vip, kind: ${kind}, ${normaliseIp(text) === undefined ? 'id' : 'ip'}: ${text}, interface: eth0 }`,
  });
}

const nodeIdHelp: Readonly<Record<ProviderName, { what: string; example: string; hint: string }>> =
  {
    digitalocean: {
      what: 'a Droplet',
      example: 'a number such as 12345678',
      hint: 'List the Droplets and their ids with: doctl compute droplet list',
    },
    tencent: {
      what: 'a CVM instance',
      example: 'ins- and its id, such as ins-1bmpb9tu',
      hint: 'List the instances and their ids with: tccli cvm DescribeInstances',
    },
  };

/**
 * Checks the id of a node before anything is sent; `idsOf` knows the ids of what is called like that.
 * Throws `usage`.
 */
export function checkNode(
  node: string,
  addresses: readonly Address[],
  idsOf: (name: string) => readonly string[],
): void {
  const stranger = addresses.find(({ kind }) => !isNodeId(providerOf(kind), node));
  if (stranger === undefined) return;
  const provider = providerOf(stranger.kind);
  const { what, example, hint: howToList } = nodeIdHelp[provider];
  const ids = idsOf(node).filter((id) => isNodeId(provider, id));
  const hint =
    ids.length === 0 ? howToList : `${node} was last seen as ${ids.join(' and ')}: use that`;
  throw new Failure('usage', `'${node}' is not the id of ${what}: expected ${example}`, { hint });
}
