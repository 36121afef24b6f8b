import * as z from 'zod/mini';

/** What floatip reads of DigitalOcean's answers; everything else in them is ignored. */

const nodeId = z.pipe(
  z.union([z.number(), z.string()]),
  z.transform((id) => String(id)),
);

/**
 * A reserved IPv4 or IPv6. `droplet` is absent, not null, for a token without `droplet:read`;
 * IPv6 objects have neither `locked` nor `region`.
 */
export const reservedIp = z.object({
  ip: z.string(),
  droplet: z.optional(z.nullable(z.object({ id: nodeId }))),
  locked: z.optional(z.boolean()),
  region: z.optional(z.object({ slug: z.string() })),
  region_slug: z.optional(z.string()),
});
export type ReservedIp = z.infer<typeof reservedIp>;

const page = {
  links: z.optional(z.object({ pages: z.optional(z.object({ next: z.optional(z.string()) })) })),
};
export const reservedIpPage = z.object({ ...page, reserved_ips: z.array(reservedIp) });
export const reservedIpv6Page = z.object({ ...page, reserved_ipv6s: z.array(reservedIp) });

/** Some answers came without the wrapper in November 2024 (openapi#951): both are accepted. */
export const reservedIpReply = z.union([
  z.pipe(
    z.object({ reserved_ip: reservedIp }),
    z.transform((reply) => reply.reserved_ip),
  ),
  z.pipe(
    z.object({ reserved_ipv6: reservedIp }),
    z.transform((reply) => reply.reserved_ipv6),
  ),
  reservedIp,
]);

/** `status` is free text on purpose: the API has answered `done` for `completed` (terraform#711). */
export const action = z.object({ id: nodeId, status: z.string() });
export const actionReply = z.object({ action });
export type Action = z.infer<typeof action>;

export const droplet = z.object({
  id: nodeId,
  status: z.optional(z.string()),
  locked: z.optional(z.boolean()),
  region: z.optional(z.object({ slug: z.string() })),
});
export type Droplet = z.infer<typeof droplet>;

export const errorReply = z.object({ id: z.optional(z.string()), message: z.string() });

const activeIp = z.object({ active: z.optional(z.boolean()), ip_address: z.optional(z.string()) });
const activeIps = z.object({ ipv4: z.optional(activeIp), ipv6: z.optional(activeIp) });

const metadataDocument = z.object({
  droplet_id: nodeId,
  region: z.string(),
  reserved_ip: z.optional(activeIps),
  floating_ip: z.optional(activeIps),
});
export type Metadata = z.infer<typeof metadataDocument>;

/** The reference wraps the document in an array; the service answers with the object alone. */
export const metadata = z.union([
  metadataDocument,
  z.pipe(
    z.tuple([metadataDocument]),
    z.transform(([document]) => document),
  ),
]);
