import { is, safeParse } from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';

import type { HttpWrite } from '../../lib/http-request.ts';
import type { Http, HttpReply } from '../../lib/http.ts';
import { parseJson } from '../../lib/json.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Sending } from '../../ports/provider.ts';
import { about, requestId } from '../values.ts';
import type { Listing } from '../values.ts';
import { withToken } from '../with-token.ts';
import { failureOf, nonsense } from './failures.ts';
import type { Asked } from './failures.ts';
import { actionReply, floatingIpPage, floatingIpReply, serverReply } from './schema.ts';
import type { Action, FloatingIp, Server } from './schema.ts';

/** Hetzner Cloud's API in HTTP words, as far as it is about floating IPs. */
export interface Client {
  getFloatingIp(asked: Look, signal: AbortSignal): Promise<FloatingIp>;
  /** One page of at most 50; pages count from 1. */
  listFloatingIps(page: number, signal: AbortSignal): Promise<FloatingIpPage>;
  postAction(asked: Look, action: ActionRequest, sending: Sending): Promise<AcceptedAction>;
  getAction(id: string, signal: AbortSignal): Promise<Action>;
  getServer(id: string, signal: AbortSignal): Promise<Server>;
}

export interface Look {
  readonly id: string;
  /** How it is called in messages. */
  readonly subject: string;
}

export interface FloatingIpPage extends Listing<FloatingIp> {
  readonly isLast: boolean;
}

export interface AcceptedAction {
  readonly action: Action;
  /** Hetzner's id of the request, for its support. */
  readonly requestId: string | null;
}

export type ActionRequest =
  | { readonly type: 'assign'; readonly server: number }
  | { readonly type: 'unassign' };

export interface Account {
  /** May be another one after {@link renewToken}. */
  readonly token: Secret;
  /** This one was refused. Returns whether there is another one by now. */
  readonly renewToken?: (refused: Secret) => boolean;
  /** Base URL without a path. */
  readonly endpoint: string;
  readonly requestMs: number;
  readonly clock: Clock;
  readonly http: Http;
}

/** The most that a list has on a page (hcloud-go, ListOpts). */
const pageSize = 50;

export function createClient(account: Account): Client {
  return {
    async getFloatingIp({ id, subject }, signal) {
      const schema = about(floatingIpReply, ({ floating_ip: found }) => found.id === id);
      const look = { path: `floating_ips/${id}`, subject, schema, signal };
      return (await get(account, look)).floating_ip;
    },
    async listFloatingIps(page, signal) {
      const path = `floating_ips?page=${page}&per_page=${pageSize}`;
      const schema = floatingIpPage;
      const reply = await get(account, { path, subject: 'the floating IPs', schema, signal });
      const isLast = (reply.meta?.pagination?.next_page ?? null) === null;
      return { ...reply.floating_ips, isLast };
    },
    async postAction({ id, subject }, { type, ...body }, { signal, beforeSend, noteRefusal }) {
      const { value, requestId: request } = await call(account, {
        method: 'POST',
        path: `floating_ips/${id}/actions/${type}`,
        subject,
        body: type === 'assign' ? body : undefined,
        schema: actionReply,
        signal,
        // Who has it when a second unassign arrives is not for this one to say.
        write: { beforeSend, isRepeatable: type === 'assign' },
        noteRefusal,
      });
      return { action: value.action, requestId: request };
    },
    async getAction(id, signal) {
      const schema = about(actionReply, ({ action }) => action.id === id);
      const look = { path: `actions/${id}`, subject: `action ${id}`, schema, signal };
      return (await get(account, look)).action;
    },
    async getServer(id, signal) {
      const schema = about(serverReply, ({ server }) => server.id === id);
      const look = { path: `servers/${id}`, subject: `server ${id}`, schema, signal };
      return (await get(account, look)).server;
    },
  };
}

interface Call<S extends GenericSchema> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly subject: string;
  readonly body?: object | undefined;
  readonly write?: HttpWrite;
  readonly noteRefusal?: Sending['noteRefusal'];
  readonly schema: S;
  readonly signal: AbortSignal;
}

interface Answer<T> {
  readonly value: T;
  readonly requestId: string | null;
}

async function get<S extends GenericSchema>(
  account: Account,
  look: Omit<Call<S>, 'method'>,
): Promise<InferOutput<S>> {
  return (await call(account, { ...look, method: 'GET' })).value;
}

function call<S extends GenericSchema>(
  account: Account,
  request: Call<S>,
): Promise<Answer<InferOutput<S>>> {
  return withToken(account, request.noteRefusal, (token) => callAs(token, account, request));
}

async function callAs<S extends GenericSchema>(
  token: Secret,
  { endpoint, http, requestMs, clock }: Account,
  { method, path, subject, body, write, schema, signal }: Call<S>,
): Promise<Answer<InferOutput<S>>> {
  const reply = await http.send({
    method,
    url: `${endpoint}/v1/${path}`,
    headers: { authorization: `Bearer ${token.reveal()}` },
    ...(body === undefined ? {} : { body }),
    ...(write === undefined ? {} : { write }),
    timeoutMs: requestMs,
    signal,
  });
  // A proxy in between may echo the request in its error page.
  const scrubbed = { ...reply, body: token.scrub(reply.body) };
  const { host } = new URL(endpoint);
  const asked = { method, subject, host, wallMs: clock.wall(), origin: token.origin };
  const value = parseReply(scrubbed, schema, asked);
  const id = reply.headers['x-correlation-id'];
  return { value, requestId: is(requestId, id) ? id : null };
}

function parseReply<S extends GenericSchema>(
  reply: HttpReply,
  schema: S,
  asked: Asked,
): InferOutput<S> {
  if (reply.status < 200 || reply.status > 299) throw failureOf(reply, asked);
  const parsed = safeParse(schema, parseJson(reply.body));
  if (!parsed.success) throw nonsense(reply, asked);
  return parsed.output;
}
