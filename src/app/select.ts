import { kindOfIp } from '../core/address.ts';
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
  if (wanted.length > 0) return [...new Set(wanted.map((text) => selectOne(text, selection)))];
  if (configured.length > 0) return configured;
  throw new Failure('usage', 'There is no address to work on', {
    hint: 'Name an IP, or list addresses in the config file',
  });
}

function selectOne(text: string, { configured, provider, kind }: Selection): Address {
  const ip = normaliseIp(text);
  const known = configured.find((address) => address.name === text || address.ip === ip);
  if (known !== undefined) return known;
  if (ip === undefined) throw unknown(text, configured);
  return { name: ip, kind: kind ?? kindOfIp(provider ?? 'digitalocean', ip), ip };
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
