import * as v from 'valibot';

/** What floatip reads of DigitalOcean's answers; everything else in them is ignored. */

const nodeId = v.pipe(v.union([v.number(), v.string()]), v.transform(String));

/**
 * A reserved IPv4 or IPv6. `droplet` is absent, not null, for a token without `droplet:read`;
 * IPv6 objects have neither `locked` nor `region`.
 */
const reservedIp = v.object({
  ip: v.string(),
  droplet: v.optional(v.nullable(v.object({ id: nodeId, name: v.optional(v.string()) }))),
  locked: v.nullish(v.boolean()),
  region: v.nullish(v.object({ slug: v.string() })),
  region_slug: v.nullish(v.string()),
});
export type ReservedIp = v.InferOutput<typeof reservedIp>;

const links = v.object({ pages: v.nullish(v.object({ next: v.nullish(v.string()) })) });
export const reservedIpPage = v.object({
  links: v.nullish(links),
  reserved_ips: v.array(reservedIp),
});
export const reservedIpv6Page = v.object({
  links: v.nullish(links),
  reserved_ipv6s: v.array(reservedIp),
});

/** Some answers came without the wrapper in November 2024 (openapi#951): both are accepted. */
export const reservedIpReply = v.union([
  v.pipe(
    v.object({ reserved_ip: reservedIp }),
    v.transform((reply) => reply.reserved_ip),
  ),
  v.pipe(
    v.object({ reserved_ipv6: reservedIp }),
    v.transform((reply) => reply.reserved_ipv6),
  ),
  reservedIp,
]);

/** `status` is free text on purpose: the API has answered `done` for `completed` (terraform#711). */
export const action = v.object({ id: nodeId, status: v.string() });
export const actionReply = v.object({ action });
export type Action = v.InferOutput<typeof action>;

export const droplet = v.object({
  id: nodeId,
  status: v.nullish(v.string()),
  locked: v.nullish(v.boolean()),
  region: v.nullish(v.object({ slug: v.string() })),
});
export type Droplet = v.InferOutput<typeof droplet>;

export const errorReply = v.object({ message: v.string() });

const activeIp = v.object({
  active: v.nullish(v.boolean()),
  ip_address: v.nullish(v.string()),
});
const activeIps = v.object({ ipv4: v.nullish(activeIp), ipv6: v.nullish(activeIp) });

const publicInterface = v.object({
  anchor_ipv4: v.nullish(v.object({ ip_address: v.nullish(v.string()) })),
});

const metadataDocument = v.object({
  droplet_id: nodeId,
  region: v.string(),
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
