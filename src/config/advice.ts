import { durationAdvice } from '../core/duration-mistake.ts';
import { ipAdvice, ipOfNumber } from '../core/ip-mistake.ts';
import { normaliseIp } from '../core/ip.ts';
import { nearName } from '../core/near-name.ts';
import { isRecord } from '../lib/json.ts';
import type { Unfit } from '../lib/yaml/issue.ts';
import type { CloudDescription } from '../providers/description.ts';
import type { IpFamily, KindDescription } from '../providers/kind-description.ts';
import { adviceForTrigger } from './follow-advice.ts';

/** What to write instead of something in a config that is not what it should be, where that can be told. */
export function adviceFor(unfit: Unfit, clouds: readonly CloudDescription[]): string | undefined {
  const { path, value, beside } = unfit;
  const key = String(path.at(-1));
  if (path[0] === 'timing') return durationAdvice(value);
  const kinds = clouds.flatMap((cloud) => cloud.kinds);
  const kind = kinds.find(({ name }) => name === beside['kind']);
  if (key === 'follow') return adviceForFollow(value);
  if (key === 'id') return adviceForId(String(value), kind, kinds);
  if (key === 'kind') return adviceForKind(value, kinds);
  if (!['ip', 'vip', ...kinds.flatMap(({ ipKeys = [] }) => ipKeys)].includes(key)) return undefined;
  if (typeof value === 'number') return adviceForNumber(value);
  if (typeof value !== 'string') return undefined;
  if (normaliseIp(value) === undefined) return ipAdvice(value);
  const cloud = clouds.find((one) => kind !== undefined && one.kinds.includes(kind));
  return otherFamily(value, key, { kind, cloud });
}

function adviceForFollow(value: unknown): string | undefined {
  if (isRecord(value)) return adviceForTrigger(value);
  if (value === null) return 'name the VRRP instance, as in VI_1, or leave follow out';
  if (typeof value === 'boolean') return `name the VRRP instance, as in VI_1`;
  if (Array.isArray(value)) return 'an address follows one name: write it without brackets';
  if (typeof value !== 'number') return undefined;
  return `name the vrrp_instance, as in VI_1, not its virtual_router_id; if it is called so, put it in quotes: '${value}'`;
}

function adviceForNumber(value: number): string | undefined {
  const ip = ipOfNumber(value);
  return ip === undefined ? 'write it with its dots' : `write it with its dots: ${ip}`;
}

function adviceForKind(value: unknown, kinds: readonly KindDescription[]): string | undefined {
  const names = kinds.map(({ name }) => name);
  const meant = typeof value === 'string' ? nearName(value, names) : undefined;
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}

interface Sort {
  readonly kind: KindDescription | undefined;
  readonly cloud: CloudDescription | undefined;
}

/** An IP that is one, only not of the version that the kind has. */
function otherFamily(ip: string, key: string, { kind, cloud }: Sort): string | undefined {
  const mapped = /^::ffff:([\d.]+)$/i.exec(ip)?.[1];
  if (mapped !== undefined && kind?.families.includes('IPv4') === true) {
    return `write it as IPv4: ${mapped}`;
  }
  const is: IpFamily = normaliseIp(ip)?.includes(':') === true ? 'IPv6' : 'IPv4';
  if (key !== 'ip' || cloud === undefined) return `this is an ${is} address`;
  const fitting = cloud.kinds.find(({ families }) => families.includes(is));
  return fitting === undefined
    ? `no kind of ${cloud.title} takes ${is} here`
    : `for ${is} the kind is ${fitting.name}`;
}

function adviceForId(
  id: string,
  kind: KindDescription | undefined,
  kinds: readonly KindDescription[],
): string | undefined {
  const other = kinds.find((one) => one.id !== undefined && id.startsWith(one.id.prefix));
  if (other !== undefined && other !== kind) return `this is the id of a ${other.name}`;
  return normaliseIp(id) === undefined ? undefined : `an IP goes into ip: ${id}`;
}
