import { is, safeParse } from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';

import { sameIp } from '../../core/ip.ts';
import type { HttpWrite } from '../../lib/http-request.ts';
import type { Http, HttpReply } from '../../lib/http.ts';
import { parseJson } from '../../lib/json.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Sending } from '../../ports/provider.ts';
import { about, requestId } from '../values.ts';
import type { Listing } from '../values.ts';
import { withToken } from '../with-token.ts';
import type { ReservedIpKind } from './address.ts';
import { failureOf, nonsense } from './failures.ts';
import type { Asked } from './failures.ts';
import { actionReply, reservedIpPage, reservedIpReply, reservedIpv6Page } from './schema.ts';
import type { Action, ReservedIp } from './schema.ts';

/** DigitalOcean's API in HTTP words: reserved IPs of both versions, which digitalocean-js lacks. */
export interface Client {
  getReservedIp(kind: ReservedIpKind, ip: string, signal: AbortSignal): Promise<ReservedIp>;
  /** One page of at most 200; pages count from 1. */
  listReservedIps(kind: ReservedIpKind, page: number, signal: AbortSignal): Promise<ReservedIpPage>;
  postAction(
    target: ActionTarget,
    action: ActionRequest,
    sending: Sending,
  ): Promise<AcceptedAction>;
}

export interface ReservedIpPage extends Listing<ReservedIp> {
  readonly last: boolean;
}

export interface AcceptedAction {
  readonly action: Action;
  /** DigitalOcean's id of the request. */
  readonly requestId: string | null;
}

export interface ActionTarget {
  readonly kind: ReservedIpKind;
  readonly ip: string;
}

export type ActionRequest =
  | { readonly type: 'assign'; readonly droplet_id: number }
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

const pageSize = 200;

export function createClient(account: Account): Client {
  return {
    async getReservedIp(kind, ip, signal) {
      const request = {
        method: 'GET',
        path: `${collection(kind)}/${ip}`,
        subject: subjectOf({ kind, ip }),
      } as const;
      const schema = about(reservedIpReply, (found) => sameIp(found.ip, ip));
      return (await call(account, { ...request, schema, signal })).value;
    },
    async listReservedIps(kind, page, signal) {
      const path = `${collection(kind)}?page=${page}&per_page=${pageSize}`;
      const request = { method: 'GET', path, subject: 'the reserved IPs', signal } as const;
      const { value: reply } =
        kind === 'digitalocean-reserved-ip'
          ? await call(account, { ...request, schema: reservedIpPage })
          : await call(account, { ...request, schema: reservedIpv6Page });
      const listing = 'reserved_ips' in reply ? reply.reserved_ips : reply.reserved_ipv6s;
      return { ...listing, last: (reply.links?.pages?.next ?? null) === null };
    },
    async postAction({ kind, ip }, body, { signal, beforeSend, noteRefusal }) {
      const path = `${collection(kind)}/${ip}/actions`;
      const subject = subjectOf({ kind, ip });
      const { value, requestId: id } = await call(account, {
        method: 'POST',
        path,
        subject,
        body,
        schema: actionReply,
        signal,
        // Who has it when a second unassign arrives is not for this one to say.
        write: { beforeSend, isRepeatable: body.type === 'assign' },
        noteRefusal,
      });
      return { action: value.action, requestId: id };
    },
  };
}

interface Call<S extends GenericSchema> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly subject: string;
  readonly body?: ActionRequest;
  readonly write?: HttpWrite;
  readonly noteRefusal?: Sending['noteRefusal'];
  readonly schema: S;
  readonly signal: AbortSignal;
}

interface Answer<T> {
  readonly value: T;
  readonly requestId: string | null;
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
    url: `${endpoint}/v2/${path}`,
    headers: { authorization: `Bearer ${token.reveal()}` },
    ...(body === undefined ? {} : { body }),
    ...(write === undefined ? {} : { write }),
    timeoutMs: requestMs,
    signal,
  });
  // A proxy in between may echo the request in its error page.
  const scrubbed = { ...reply, body: token.scrub(reply.body) };
  const { host } = new URL(endpoint);
  const { origin } = token;
  const value = parseReply(scrubbed, schema, {
    method,
    subject,
    host,
    wallMs: clock.wall(),
    origin,
  });
  const id = reply.headers['x-request-id'];
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

function collection(kind: ReservedIpKind): string {
  return kind === 'digitalocean-reserved-ip' ? 'reserved_ips' : 'reserved_ipv6';
}

/** How an address is called in messages. */
export function subjectOf({ kind, ip }: ActionTarget): string {
  return kind === 'digitalocean-reserved-ip' ? `reserved IP ${ip}` : `reserved IPv6 ${ip}`;
}
