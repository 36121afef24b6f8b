import * as v from 'valibot';

import { ipVersion } from '../../core/ip.ts';
import type { Problem } from '../../lib/yaml/issue.ts';
import { ip, listen, milliseconds, positive } from '../topology-values.ts';
import { scopes } from './access.ts';

const droplet = v.strictObject({
  id: positive,
  name: v.string(),
  region: v.string(),
  /** Where this Droplet's own metadata service listens. */
  metadata: v.optional(listen),
  /** The address by which the common metadata service recognises this Droplet. */
  source: v.optional(ip),
});

const reservedIp = v.strictObject({
  ip,
  region: v.string(),
  /** The Droplet that holds it at first. */
  droplet: v.optional(v.nullable(positive)),
});

const token = v.strictObject({
  token: v.string(),
  scopes: v.optional(v.array(v.picklist(scopes)), [...scopes]),
});

/** The part of a topology that is about DigitalOcean. */
export const digitaloceanSection = v.strictObject({
  tokens: v.optional(v.array(token), [{ token: 'dop_v1_rehearsal' }]),
  /** How long an assign or unassign takes. */
  actionMs: v.optional(milliseconds, 300),
  limits: v.optional(v.strictObject({ perMinute: positive, perHour: positive }), {
    perMinute: 250,
    perHour: 5000,
  }),
  metadata: v.optional(
    v.strictObject({
      /** The common metadata service, which tells Droplets apart by their `source`. */
      listen: v.optional(listen),
      /** How long the metadata service takes to learn that an address has moved. */
      lagMs: v.optional(milliseconds, 0),
    }),
    {},
  ),
  droplets: v.array(droplet),
  reservedIps: v.array(reservedIp),
});

export type DigitaloceanSection = v.InferOutput<typeof digitaloceanSection>;

/** An account without anything, which no token opens. */
export const noDigitalocean: DigitaloceanSection = v.parse(digitaloceanSection, {
  tokens: [],
  droplets: [],
  reservedIps: [],
});

/** What could not be so at DigitalOcean; paths begin inside the section. */
export function digitaloceanProblems({
  droplets,
  reservedIps,
}: DigitaloceanSection): readonly Problem[] {
  const taken = new Set<string>();
  return reservedIps.flatMap((reserved, index) => {
    const text = contradictionOf(reserved, droplets, taken);
    return text === undefined ? [] : [{ path: ['reservedIps', index], text }];
  });
}

function contradictionOf(
  { ip: address, region, droplet: holder }: DigitaloceanSection['reservedIps'][number],
  droplets: DigitaloceanSection['droplets'],
  taken: Set<string>,
): string | undefined {
  if (taken.has(address)) return `duplicate reserved IP ${address}`;
  taken.add(address);
  if (holder === undefined || holder === null) return undefined;
  const found = droplets.find(({ id }) => id === holder);
  const ids = droplets.map(({ id }) => id).join(', ');
  if (found === undefined) return `there is no Droplet ${holder}: expected one of ${ids}`;
  if (found.region !== region) {
    return `${address} is in ${region}, Droplet ${holder} in ${found.region}: they have to be in one region`;
  }
  const place = `IPv${ipVersion(address)} of Droplet ${holder}`;
  if (taken.has(place)) return `Droplet ${holder} has a reserved IPv${ipVersion(address)} already`;
  taken.add(place);
  return undefined;
}
