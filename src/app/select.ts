import { isNodeId, kindOfIp, providerOf } from '../core/address.ts';
import type { Address, Kind, ProviderName } from '../core/address.ts';
import { normaliseIp } from '../core/ip.ts';
import { Failure } from '../ports/failure.ts';

export interface Selection {
  /** Names or IPs; none means every configured address. */
  readonly wanted: readonly string[];
  readonly configured: readonly Address[];
  readonly provider?: ProviderName;
  readonly kind?: Kind;
}

/**
 * The addresses that a command is about, configured ones first by name, then by IP; an IP that is
 * not configured is taken as it is. Throws `usage` or `missing`.
 */
export function selectAddresses(selection: Selection): readonly Address[] {
  const { wanted, configured } = selection;
  if (wanted.length > 0) return distinct(wanted.map((text) => selectOne(text, selection)));
  if (configured.length > 0) return configured;
  throw new Failure('usage', 'There is no address to work on', {
    hint: 'Name an IP, or list addresses in the config file',
  });
}

/** Each address once, however often and by whatever name it was asked for. */
function distinct(addresses: readonly Address[]): readonly Address[] {
  return [...new Map(addresses.map((address) => [address.ip, address])).values()];
}

function selectOne(text: string, { configured, provider, kind }: Selection): Address {
  const ip = normaliseIp(text);
  const known = configured.find((address) => address.name === text || address.ip === ip);
  if (known !== undefined) return known;
  if (ip === undefined) throw unknown(text, configured);
  const fitting = kindOfIp(provider ?? 'digitalocean', ip);
  if (kind === undefined || kind === fitting) return { name: ip, kind: fitting, ip };
  throw new Failure('usage', `${ip} cannot be a ${kind}`, {
    hint: `Leave --kind out: it is a ${fitting}`,
  });
}

/** Checks the id of a node before anything is sent. Throws `usage`. */
export function checkNode(node: string, addresses: readonly Address[]): void {
  const stranger = addresses.find(({ kind }) => !isNodeId(providerOf(kind), node));
  if (stranger === undefined) return;
  throw new Failure(
    'usage',
    `'${node}' is not the id of a Droplet: expected a number such as 12345678`,
    {
      hint: 'List the Droplets and their ids with: doctl compute droplet list',
    },
  );
}

function unknown(text: string, configured: readonly Address[]): Failure {
  if (configured.length === 0 || /^[\d.:a-f]*[.:][\d.:a-f]*$/i.test(text)) {
    return new Failure('usage', `'${text}' is not an IP address`, {
      hint: 'Write an IPv4 address such as 203.0.113.10, or an IPv6 address such as 2001:db8::10',
    });
  }
  const names = configured.map((address) => address.name).join(', ');
  return new Failure('missing', `No address in the config is called '${text}'`, {
    hint: `Use one of ${names}, or an IP`,
  });
}
