import { is, safeParse } from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';

import type { HttpWrite } from '../lib/http/http-request.ts';
import type { Http, HttpReply } from '../lib/http/http.ts';
import { parseJson } from '../lib/json.ts';
import type { Origin, Secret } from '../lib/secret.ts';
import type { Clock } from '../ports/clock.ts';
import type { Failure } from '../ports/failure.ts';
import type { Sending } from '../ports/provider.ts';
import { requestId } from './values.ts';
import { withToken } from './with-token.ts';

/** Whom an API of JSON and one bearer token is asked as, and by what. */
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

/** What an answer is about, for its failure. */
export interface Asked {
  readonly method: 'GET' | 'POST';
  /** The address or thing that the request was about. */
  readonly subject: string;
  /** Whom it was asked of. */
  readonly host: string;
  /** Milliseconds since 1970, to make sense of `ratelimit-reset`. */
  readonly wallMs: number;
  /** Where the token comes from. */
  readonly origin?: Origin | undefined;
}

/** How one cloud's API differs from the others. */
export interface TokenApi {
  /** The first part of every path: v2. */
  readonly version: string;
  /** The header with the cloud's id of a request, in lower case. */
  readonly requestIdHeader: string;
  /** An answer that is not the 2xx that was hoped for. */
  failureOf(reply: HttpReply, asked: Asked): Failure;
  /** A 2xx that is not what was asked for. */
  nonsense(reply: HttpReply, asked: Asked): Failure;
}

export interface Call<S extends GenericSchema> {
  readonly method: 'GET' | 'POST';
  /** Below the version. */
  readonly path: string;
  readonly subject: string;
  readonly body?: object | undefined;
  readonly write?: HttpWrite;
  readonly noteRefusal?: Sending['noteRefusal'];
  readonly schema: S;
  readonly signal: AbortSignal;
}

export interface Answer<T> {
  readonly value: T;
  /** The cloud's id of the request, for its support. */
  readonly requestId: string | null;
}

/** Asks, with another token where the one is refused and there is one. Throws what `api` makes of the answer. */
export function callApi<S extends GenericSchema>(
  api: TokenApi,
  account: Account,
  request: Call<S>,
): Promise<Answer<InferOutput<S>>> {
  const { noteRefusal } = request;
  return withToken(account, noteRefusal, (token) => callAs(token, { api, account, request }));
}

interface Errand<S extends GenericSchema> {
  readonly api: TokenApi;
  readonly account: Account;
  readonly request: Call<S>;
}

async function callAs<S extends GenericSchema>(
  token: Secret,
  { api, account, request }: Errand<S>,
): Promise<Answer<InferOutput<S>>> {
  const { endpoint, http, requestMs, clock } = account;
  const { method, path, subject, body, write, schema, signal } = request;
  const reply = await http.send({
    method,
    url: `${endpoint}/${api.version}/${path}`,
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
  if (reply.status < 200 || reply.status > 299) throw api.failureOf(scrubbed, asked);
  const parsed = safeParse(schema, parseJson(scrubbed.body));
  if (!parsed.success) throw api.nonsense(scrubbed, asked);
  const id = reply.headers[api.requestIdHeader];
  return { value: parsed.output, requestId: is(requestId, id) ? id : null };
}
