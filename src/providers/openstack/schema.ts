import * as v from 'valibot';

import { normaliseIp } from '../../core/ip.ts';
import { count, listOf, message, name } from '../values.ts';
import { isUuid } from './ids.ts';

/** What floatip reads of Keystone's and Neutron's answers; everything else in them is ignored. */

const id = v.pipe(v.string(), v.check(isUuid));
const ip = v.pipe(
  v.string(),
  v.transform((text) => normaliseIp(text) ?? ''),
  v.nonEmpty(),
);

/** `port_details` comes with an extension that not every cloud has. */
export const floatingIp = v.object({
  id,
  floating_ip_address: ip,
  port_id: v.nullable(id),
  fixed_ip_address: v.nullish(ip),
  router_id: v.nullish(name),
  status: v.nullish(name),
  revision_number: v.nullish(count),
  port_details: v.nullish(
    v.object({ device_id: v.nullish(name), network_id: v.nullish(name), name: v.nullish(name) }),
  ),
});
export type FloatingIp = v.InferOutput<typeof floatingIp>;

/** `binding:host_id` is there for whoever may see it; an allowed address may be a whole network. */
export const port = v.object({
  id,
  device_id: v.nullish(name, ''),
  network_id: name,
  fixed_ips: v.array(v.object({ ip_address: ip, subnet_id: v.nullish(name) })),
  allowed_address_pairs: v.nullish(v.array(v.object({ ip_address: name })), []),
  'binding:host_id': v.nullish(name),
});
export type Port = v.InferOutput<typeof port>;

const links = v.nullish(v.array(v.object({ rel: v.string(), href: v.string() })), []);

export const floatingIpPage = v.pipe(
  v.object({ floatingips: listOf(floatingIp), floatingips_links: links }),
  v.transform(({ floatingips, floatingips_links: more }) => ({ ...floatingips, links: more })),
);
export const portPage = v.pipe(
  v.object({ ports: listOf(port), ports_links: links }),
  v.transform(({ ports, ports_links: more }) => ({ ...ports, links: more })),
);

export const floatingIpReply = v.object({ floatingip: floatingIp });

const endpoint = v.object({
  interface: v.string(),
  region: v.nullish(v.string()),
  region_id: v.nullish(v.string()),
  url: v.string(),
});
export type Endpoint = v.InferOutput<typeof endpoint>;

const service = v.object({ type: v.string(), endpoints: listOf(endpoint) });
export type Service = v.InferOutput<typeof service>;

const accessRule = v.object({ method: v.string(), path: v.string() });

/** Who the token is for is in no part of the answer that floatip needs. */
export const tokenReply = v.object({
  token: v.object({
    expires_at: v.string(),
    issued_at: v.nullish(v.string()),
    catalog: v.nullish(listOf(service)),
    roles: v.nullish(v.array(v.object({ name }))),
    application_credential: v.nullish(v.object({ access_rules: v.nullish(v.array(accessRule)) })),
  }),
});

const word = v.pipe(v.string(), v.regex(/^\w{1,64}$/));

/** How Neutron refuses. */
export const neutronError = v.object({ NeutronError: v.object({ type: word, message }) });
/** How Keystone refuses, and what stands in front of every API and asks it for the token. */
export const keystoneError = v.object({
  error: v.object({ code: v.number(), title: v.nullish(name), message }),
});
