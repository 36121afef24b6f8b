import * as v from 'valibot';

import { count, listOf, message, name } from '../values.ts';
import { isHetznerId } from './ids.ts';
import { networkOf } from './network.ts';

/** What floatip reads of Hetzner Cloud's answers; everything else in them is ignored. */

const id = v.pipe(v.number(), v.transform(String), v.check(isHetznerId));

/** `ip` comes out as {@link networkOf} spells it. */
export const floatingIp = v.object({
  id,
  ip: v.pipe(
    v.string(),
    v.transform((text) => networkOf(text) ?? ''),
    v.nonEmpty(),
  ),
  server: v.nullable(id),
  home_location: v.nullish(v.object({ name: v.nullish(name), network_zone: v.nullish(name) })),
});
export type FloatingIp = v.InferOutput<typeof floatingIp>;

export const floatingIpReply = v.object({ floating_ip: floatingIp });

const pagination = v.object({ next_page: v.nullish(count), total_entries: v.nullish(count) });
export const floatingIpPage = v.object({
  meta: v.nullish(v.object({ pagination: v.nullish(pagination) })),
  floating_ips: listOf(floatingIp),
});

/** `status` is free text on purpose: a word that is new is no reason to take the whole answer for nonsense. */
export const action = v.object({ id, status: name });
export const actionReply = v.object({ action });
export type Action = v.InferOutput<typeof action>;

const place = v.object({ name: v.nullish(name), network_zone: v.nullish(name) });

/** `datacenter` has been there until July 2026, `location` is its successor. */
export const server = v.object({
  id,
  status: v.nullish(name),
  locked: v.nullish(v.boolean()),
  location: v.nullish(place),
  datacenter: v.nullish(v.object({ location: v.nullish(place) })),
});
export const serverReply = v.object({ server });
export type Server = v.InferOutput<typeof server>;

/** How the API refuses. What stands in front of it answers in shapes of its own. */
export const errorReply = v.object({
  error: v.object({ code: v.pipe(v.string(), v.regex(/^\w{1,64}$/)), message }),
});
export type ErrorReply = v.InferOutput<typeof errorReply>['error'];
