import { kinds } from '../core/address.ts';
import { ipAdvice, ipOfNumber } from '../core/ip-mistake.ts';
import { normaliseIp } from '../core/ip.ts';
import { nearName } from '../core/near-name.ts';
import { isRecord } from '../lib/json.ts';
import type { Unfit } from '../lib/yaml-issue.ts';
import { adviceForTrigger } from './follow-advice.ts';

/** What to write instead of something in a config that is not what it should be, where that can be told. */
export function adviceFor({ path, value, beside }: Unfit): string | undefined {
  const key = String(path.at(-1));
  const kind = String(beside['kind']);
  if (key === 'follow') return adviceForFollow(value);
  if (key === 'id') return adviceForId(String(value), kind);
  if (key === 'kind') return adviceForKind(value);
  if (!ipKeys.has(key)) return undefined;
  if (typeof value === 'number') return adviceForNumber(value);
  if (typeof value !== 'string') return undefined;
  return normaliseIp(value) === undefined ? ipAdvice(value) : otherFamily(value, key, kind);
}

const ipKeys: ReadonlySet<string> = new Set(['ip', 'vip', 'eip', 'privateIp']);

function adviceForFollow(value: unknown): string | undefined {
  if (isRecord(value)) return adviceForTrigger(value);
  if (value === null) return 'name the VRRP instance, as in VI_1, or leave follow out';
  if (typeof value === 'boolean') return `name the VRRP instance, as in VI_1`;
  if (typeof value !== 'number') return undefined;
  return `name the vrrp_instance, as in VI_1, not its virtual_router_id; if it is called so, put it in quotes: '${value}'`;
}

function adviceForNumber(value: number): string | undefined {
  const ip = ipOfNumber(value);
  return ip === undefined ? 'write it with its dots' : `write it with its dots: ${ip}`;
}

function adviceForKind(value: unknown): string | undefined {
  const meant = typeof value === 'string' ? nearName(value, kinds) : undefined;
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}

/** An IP that is one, only not of the version that the kind has. */
function otherFamily(ip: string, key: string, kind: string): string | undefined {
  const mapped = /^::ffff:([\d.]+)$/i.exec(ip)?.[1];
  if (mapped !== undefined && /^(?:tencent|digitalocean-reserved-ip$)/.test(kind)) {
    return `write it as IPv4: ${mapped}`;
  }
  const is = normaliseIp(ip)?.includes(':') === true ? 'IPv6' : 'IPv4';
  if (key !== 'ip') return `this is an ${is} address`;
  if (kind === 'digitalocean-reserved-ip')
    return `for ${is} the kind is digitalocean-reserved-ipv6`;
  if (kind === 'digitalocean-reserved-ipv6')
    return `for ${is} the kind is digitalocean-reserved-ip`;
  return `no kind of Tencent Cloud takes ${is} here`;
}

const kindsOfIds: readonly (readonly [RegExp, string])[] = [
  [/^eip-/, 'tencent-eip'],
  [/^havip-/, 'tencent-havip'],
];

function adviceForId(id: string, kind: string): string | undefined {
  const other = kindsOfIds.find(([pattern]) => pattern.test(id))?.[1];
  if (other !== undefined && other !== kind) return `this is the id of a ${other}`;
  return normaliseIp(id) === undefined ? undefined : `an IP goes into ip: ${id}`;
}
