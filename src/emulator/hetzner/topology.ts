import * as v from 'valibot';

import { normaliseIp } from '../../core/ip.ts';
import type { Problem } from '../../lib/yaml/issue.ts';
import { ip, listen, milliseconds, positive } from '../topology-values.ts';
import { permissions } from './access.ts';
import { locations, zoneOf } from './locations.ts';

const location = v.picklist(locations, `one of ${locations.join(', ')}`);

const server = v.strictObject({
  id: positive,
  name: v.string(),
  location,
  /** Where this server's own metadata service listens. */
  metadata: v.optional(listen),
  /** The address by which the common metadata service recognises this server. */
  source: v.optional(ip),
});

const floatingIp = v.strictObject({
  id: positive,
  /** An IPv6 address is that of a whole /64. */
  ip: v.pipe(
    v.string(),
    v.check(isFloating, 'an IPv4 address, or an IPv6 network such as 2001:db8:1::/64'),
  ),
  location,
  /** The server that holds it at first. */
  server: v.optional(v.nullable(positive)),
});

const token = v.strictObject({
  token: v.string(),
  permission: v.optional(v.picklist(permissions), 'Read & Write'),
});

/** The part of a topology that is about Hetzner Cloud. */
export const hetznerSection = v.strictObject({
  tokens: v.optional(v.array(token), [{ token: 'hcloud-rehearsal' }]),
  /** How long an assign or unassign takes. */
  actionMs: v.optional(milliseconds, 300),
  limits: v.optional(v.strictObject({ perHour: positive }), { perHour: 3600 }),
  /** The common metadata service, which tells servers apart by their `source`. */
  metadata: v.optional(v.strictObject({ listen: v.optional(listen) }), {}),
  servers: v.array(server),
  floatingIps: v.array(floatingIp),
});

export type HetznerSection = v.InferOutput<typeof hetznerSection>;

/** A project without anything, which no token opens. */
export const noHetzner: HetznerSection = v.parse(hetznerSection, {
  tokens: [],
  servers: [],
  floatingIps: [],
});

function isFloating(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const normalised = normaliseIp(address);
  if (normalised === undefined || rest.length > 0) return false;
  return normalised.includes(':') ? bits === '64' && normalised.endsWith('::') : bits === undefined;
}

/** What could not be so at Hetzner Cloud; paths begin inside the section. */
export function hetznerProblems({ servers, floatingIps }: HetznerSection): readonly Problem[] {
  const taken = new Set<string>();
  return floatingIps.flatMap((one, index) => {
    const text = contradictionOf(one, servers, taken);
    return text === undefined ? [] : [{ path: ['floatingIps', index], text }];
  });
}

function contradictionOf(
  { id, ip: address, location: at, server: holder }: HetznerSection['floatingIps'][number],
  servers: HetznerSection['servers'],
  taken: Set<string>,
): string | undefined {
  for (const [what, value] of [
    ['id', String(id)],
    ['floating IP', address],
  ] as const) {
    if (taken.has(`${what} ${value}`)) return `duplicate ${what} ${value}`;
    taken.add(`${what} ${value}`);
  }
  if (holder === undefined || holder === null) return undefined;
  const found = servers.find((one) => one.id === holder);
  const ids = servers.map((one) => one.id).join(', ');
  if (found === undefined) return `there is no server ${holder}: expected one of ${ids}`;
  if (zoneOf(found.location) === zoneOf(at)) return undefined;
  return `${address} is in ${zoneOf(at)}, server ${holder} in ${zoneOf(found.location)}: they have to be in one network zone`;
}
