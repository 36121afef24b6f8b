import { safeParse } from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';

import type { HttpRequest } from '../../lib/http/http-request.ts';
import type { Http, HttpReply } from '../../lib/http/http.ts';
import { parseJson } from '../../lib/json.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Sending } from '../../ports/provider.ts';
import { mostPages } from '../bounds.ts';
import { isTokenRefusal } from '../token-refusal.ts';
import type { Listing } from '../values.ts';
import { about } from '../values.ts';
import { bodyFor, conditionFor } from './association.ts';
import type { Association } from './association.ts';
import { failureOf, nonsense } from './failures.ts';
import { requestIdOf } from './keystone.ts';
import type { Session, Sessions } from './keystone.ts';
import type { Rights } from './rights.ts';
import { floatingIpPage, floatingIpReply, portPage } from './schema.ts';
import type { FloatingIp, Port } from './schema.ts';

/** Neutron's API in HTTP words, as far as it is about floating IPs and ports. */
export interface Client {
  /** All that fit a filter, page by page where the cloud makes pages. */
  listFloatingIps(filter: Filter, look: Look): Promise<Listing<FloatingIp>>;
  listPorts(filter: Filter, look: Look): Promise<Listing<Port>>;
  /** What the token may do, as Keystone said with it. */
  rights(signal: AbortSignal): Promise<Rights>;
  /** Returns the cloud's id of the request. */
  putFloatingIp(target: Target, change: Association, sending: Sending): Promise<string | null>;
}

/** Names and values of a query; a name that comes more than once means any of its values. */
export type Filter = readonly (readonly [name: string, value: string])[];

export interface Look {
  /** What it is about, in messages. */
  readonly subject: string;
  readonly signal: AbortSignal;
}

export interface Target {
  readonly id: string;
  /** How it is called in messages. */
  readonly subject: string;
}

export interface ClientOptions {
  readonly sessions: Sessions;
  readonly http: Http;
  readonly clock: Clock;
  readonly requestMs: number;
}

export function createClient(options: ClientOptions): Client {
  return {
    listFloatingIps: (filter, look) =>
      allPages((after) =>
        get(options, {
          ...look,
          path: pathOf('floatingips', filter, after),
          schema: floatingIpPage,
        }),
      ),
    listPorts: (filter, look) =>
      allPages((after) =>
        get(options, { ...look, path: pathOf('ports', filter, after), schema: portPage }),
      ),
    rights: async (signal) => (await options.sessions.get(signal)).rights,
    async putFloatingIp({ id, subject }, change, { signal, beforeSend, noteRefusal }) {
      const schema = about(floatingIpReply, ({ floatingip }) => floatingip.id === id);
      const { reply } = await call(options, {
        method: 'PUT',
        path: `floatingips/${id}`,
        subject,
        headers: conditionFor(change),
        body: bodyFor(change),
        schema,
        signal,
        // Neutron mostly takes long enough for a connection to seem dead, and makes every change that it gets. Who
        // has it when a second release arrives is not for this one to say.
        write: { beforeSend, isRepeatable: false },
        noteRefusal,
      });
      return requestIdOf(reply);
    },
  };
}

function pathOf(resource: string, filter: Filter, after: string | undefined): string {
  const query = new URLSearchParams();
  for (const [name, value] of filter) query.append(name, value);
  if (after !== undefined) query.append('marker', after);
  return `${resource}?${query.toString()}`;
}

interface Page<T> extends Listing<T> {
  readonly links: readonly { readonly rel: string; readonly href: string }[];
}

/** A cloud that makes pages says where the next one is. Only the marker counts of that: the host may be any. */
async function allPages<T>(
  page: (after: string | undefined) => Promise<Page<T>>,
): Promise<Listing<T>> {
  const items: T[] = [];
  let isWhole = true;
  let after: string | undefined;
  for (let count = 1; count <= mostPages; count += 1) {
    const { items: more, isWhole: isPageWhole, links } = await page(after);
    items.push(...more);
    isWhole &&= isPageWhole;
    const next = markerIn(links);
    if (next === undefined) return { items, isWhole };
    if (next === after) break;
    after = next;
  }
  return { items, isWhole: false };
}

function markerIn(links: Page<unknown>['links']): string | undefined {
  const href = links.find(({ rel }) => rel === 'next')?.href;
  if (href === undefined || !URL.canParse(href, 'http://neutron')) return undefined;
  return new URL(href, 'http://neutron').searchParams.get('marker') ?? undefined;
}

interface Request<S extends GenericSchema> extends Pick<
  HttpRequest,
  'method' | 'headers' | 'body' | 'write' | 'signal'
> {
  /** Below the version. */
  readonly path: string;
  readonly subject: string;
  readonly schema: S;
  readonly noteRefusal?: Sending['noteRefusal'];
}

interface Answer<T> {
  readonly value: T;
  readonly reply: HttpReply;
}

async function get<S extends GenericSchema>(
  options: ClientOptions,
  request: Omit<Request<S>, 'method'>,
): Promise<InferOutput<S>> {
  return (await call(options, { ...request, method: 'GET' })).value;
}

/** Asks, with another token where the one is refused. */
async function call<S extends GenericSchema>(
  options: ClientOptions,
  request: Request<S>,
): Promise<Answer<InferOutput<S>>> {
  const { sessions } = options;
  const session = await sessions.get(request.signal);
  try {
    return await callIn(session, options, request);
  } catch (error) {
    if (!isTokenRefusal(error)) throw error;
    sessions.drop(session);
    const another = await sessions.get(request.signal);
    request.noteRefusal?.();
    return await callIn(another, options, request);
  }
}

async function callIn<S extends GenericSchema>(
  { token, network }: Session,
  { http, clock, requestMs }: ClientOptions,
  request: Request<S>,
): Promise<Answer<InferOutput<S>>> {
  const { path, subject, schema, headers, noteRefusal: _mine, ...rest } = request;
  const reply = await http.send({
    ...rest,
    url: `${network}/v2.0/${path}`,
    headers: { ...headers, 'x-auth-token': token.reveal() },
    timeoutMs: requestMs,
  });
  const scrubbed = { ...reply, body: token.scrub(reply.body) };
  const { host } = new URL(network);
  const isWrite = request.write !== undefined;
  const asked = { subject, host, isWrite, wallMs: clock.wall(), origin: token.origin };
  if (reply.status < 200 || reply.status > 299) throw failureOf(scrubbed, asked);
  const parsed = safeParse(schema, parseJson(scrubbed.body));
  if (!parsed.success) throw nonsense(scrubbed, asked);
  return { value: parsed.output, reply };
}
