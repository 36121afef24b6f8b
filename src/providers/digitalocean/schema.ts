import * as v from 'valibot';

import { ip, listOf, message, name, whenUsed } from '../values.ts';
import { isDropletId } from './ids.ts';

/** What floatip reads of DigitalOcean's answers; everything else in them is ignored. */

/** Of Droplets and actions: a whole number, which older metadata writes as a text. */
const id = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform(String),
  v.check((text) => isDropletId(text)),
);

/** Whether a text looks like the slug of a region, such as nyc3. */
export function isRegion(text: string): boolean {
  return /^[a-z][a-z0-9-]{1,31}$/.test(text);
}

const region = v.pipe(v.string(), v.check(isRegion));

/**
 * A reserved IPv4 or IPv6. `droplet` is absent, not null, for a token without `droplet:read`;
 * IPv6 objects have neither `locked` nor `region`.
 */
const reservedIp = whenUsed(() =>
  v.object({
    ip,
    droplet: v.optional(v.nullable(v.object({ id, name: v.optional(name) }))),
    locked: v.nullish(v.boolean()),
    region: v.nullish(v.object({ slug: region })),
    region_slug: v.nullish(region),
  }),
);
export type ReservedIp = v.InferOutput<typeof reservedIp>;

const links = whenUsed(() =>
  v.object({ pages: v.nullish(v.object({ next: v.nullish(v.string()) })) }),
);
export const reservedIpPage = whenUsed(() =>
  v.object({ links: v.nullish(links), reserved_ips: listOf(reservedIp) }),
);
export const reservedIpv6Page = whenUsed(() =>
  v.object({ links: v.nullish(links), reserved_ipv6s: listOf(reservedIp) }),
);

/** Some answers came without the wrapper in November 2024 (openapi#951): both are accepted. */
export const reservedIpReply = whenUsed(() =>
  v.union([
    v.pipe(
      v.object({ reserved_ip: reservedIp }),
      v.transform((reply) => reply.reserved_ip),
    ),
    v.pipe(
      v.object({ reserved_ipv6: reservedIp }),
      v.transform((reply) => reply.reserved_ipv6),
    ),
    reservedIp,
  ]),
);

/** `status` is free text on purpose: the API has answered `done` for `completed` (terraform#711). */
export const action = whenUsed(() => v.object({ id, status: name }));
export const actionReply = whenUsed(() => v.object({ action }));
export type Action = v.InferOutput<typeof action>;

export const droplet = whenUsed(() =>
  v.object({
    id,
    status: v.nullish(name),
    locked: v.nullish(v.boolean()),
    region: v.nullish(v.object({ slug: region })),
  }),
);
export type Droplet = v.InferOutput<typeof droplet>;

/** How the API refuses. Gateways and firewalls leave out the `id`, or answer in a shape of their own. */
export const errorReply = whenUsed(() =>
  v.object({ id: v.pipe(v.string(), v.nonEmpty()), message }),
);

const activeIp = v.object({
  active: v.nullish(v.boolean()),
  ip_address: v.nullish(v.string()),
});
const activeIps = v.object({ ipv4: v.nullish(activeIp), ipv6: v.nullish(activeIp) });
export type ActiveIp = v.InferOutput<typeof activeIps>['ipv4'];

const publicInterface = v.object({
  anchor_ipv4: v.nullish(v.object({ ip_address: v.nullish(v.string()) })),
});

const metadataDocument = v.object({
  droplet_id: id,
  region,
  interfaces: v.nullish(v.object({ public: v.nullish(v.array(publicInterface)) })),
  reserved_ip: v.nullish(activeIps),
  floating_ip: v.nullish(activeIps),
});
export type Metadata = v.InferOutput<typeof metadataDocument>;

/** The reference wraps the document in an array; the service answers with the object alone. */
export const metadata = v.union([
  metadataDocument,
  v.pipe(
    v.tuple([metadataDocument]),
    v.transform(([document]) => document),
  ),
]);
