import { is, safeParse } from 'valibot';
import type { InferOutput } from 'valibot';

import type { Http, HttpReply } from '../../lib/http/http.ts';
import { parseJson } from '../../lib/json.ts';
import type { Renewable } from '../../lib/renewable.ts';
import { Secret } from '../../lib/secret.ts';
import { awaitUnder } from '../../lib/time/await-under.ts';
import type { Clock } from '../../ports/clock.ts';
import { isTokenRefusal } from '../token-refusal.ts';
import { requestId } from '../values.ts';
import { networkEndpoint } from './catalog.ts';
import { failureOf, nonsense } from './failures.ts';
import type { Asked } from './failures.ts';
import type { Login } from './login.ts';
import type { Rights } from './rights.ts';
import { tokenReply } from './schema.ts';
import type { Service } from './schema.ts';

/** What Keystone gave: a token for a while, and where Neutron is. */
export interface Session {
  readonly token: Secret;
  /** Base URL of Neutron, without its version. */
  readonly network: string;
  readonly rights: Rights;
}

/** Tokens, each of which is asked for once. */
export interface Sessions {
  /** Throws `denied` where Keystone refuses the credential, `config` where the catalog has no such network. */
  get(signal: AbortSignal): Promise<Session>;
  /** An API no longer takes this one. */
  drop(refused: Session): void;
}

export interface SessionOptions {
  readonly logins: Renewable<Login>;
  readonly http: Http;
  readonly clock: Clock;
  readonly requestMs: number;
  readonly allowHttp: boolean;
}

/** A new one is asked for this long before the old one ends, or in the last tenth of a short one. */
const marginMs = 300_000;
/** How often that is tried while the old one is still good. */
const againMs = 30_000;
/** Keystone may say anything: nobody believes a token for longer. */
const longestHeldMs = 24 * 3_600_000;

interface Held {
  readonly session: Session;
  /** On the clock's `now()`. */
  readonly endsAt: number;
  readonly marginMs: number;
}

export function createSessions(options: SessionOptions): Sessions {
  const { clock } = options;
  let held: Held | undefined;
  let fetching: Promise<Held> | undefined;
  let begunAt = -Infinity;

  /** Everybody who needs one waits for the same request, which does not end when one of them leaves. */
  const begin = async (): Promise<Held> => {
    begunAt = clock.now();
    try {
      held = await fetchWithAnother(options, new AbortController().signal);
      return held;
    } finally {
      fetching = undefined;
    }
  };
  const fetch = (): Promise<Held> => (fetching ??= begin());
  /** Nobody waits for that, and nothing is lost where it fails. */
  const fetchBeside = (): void => {
    if (clock.now() - begunAt >= againMs) fetch().catch(() => undefined);
  };
  return {
    async get(signal) {
      const leftMs = held === undefined ? 0 : held.endsAt - clock.now();
      if (held === undefined || leftMs <= 0) return (await awaitUnder(signal, fetch())).session;
      if (leftMs <= held.marginMs) fetchBeside();
      return held.session;
    },
    drop(refused) {
      // Others who were refused with it may have been here before.
      if (held?.session.token.isSame(refused.token) === true) held = undefined;
    },
  };
}

/** Where Keystone refuses the credential and there is another one by now, once more with that. */
async function fetchWithAnother(options: SessionOptions, signal: AbortSignal): Promise<Held> {
  const { logins } = options;
  const login = logins.current();
  try {
    return await fetchSession(login, options, signal);
  } catch (error) {
    if (!isTokenRefusal(error) || !logins.renew(login)) throw error;
    return await fetchSession(logins.current(), options, signal);
  }
}

async function fetchSession(
  login: Login,
  { http, clock, requestMs, allowHttp }: SessionOptions,
  signal: AbortSignal,
): Promise<Held> {
  const { authUrl, secret, region, interface: name } = login;
  const sentAt = clock.now();
  const url = `${authUrl}/auth/tokens`;
  const body = login.identity();
  const reply = await http.send({ method: 'POST', url, body, timeoutMs: requestMs, signal });
  // A proxy in between may echo the request in its error page.
  const scrubbed = { ...reply, body: secret.scrub(reply.body) };
  const { host } = new URL(authUrl);
  const asked = {
    subject: 'a token',
    host,
    isWrite: false,
    wallMs: clock.wall(),
    origin: secret.origin,
  };
  const { lifeMs, services, token, rights } = tokenIn(scrubbed, asked);
  const network = networkEndpoint(services, { region, interface: name, allowHttp });
  return {
    session: { token: new Secret(token, secret.origin), network, rights },
    endsAt: sentAt + lifeMs,
    marginMs: Math.min(marginMs, lifeMs / 10),
  };
}

interface Given {
  readonly token: string;
  readonly lifeMs: number;
  readonly services: readonly Service[];
  readonly rights: Rights;
}

function tokenIn(reply: HttpReply, asked: Asked): Given {
  if (reply.status < 200 || reply.status > 299) throw failureOf(reply, asked);
  const parsed = safeParse(tokenReply, parseJson(reply.body));
  const token = reply.headers['x-subject-token'];
  if (!parsed.success || token === undefined || !/^[\x21-\x7e]{1,16384}$/.test(token)) {
    throw nonsense(reply, asked);
  }
  const { expires_at: until, issued_at: from, catalog, ...whatFor } = parsed.output.token;
  const lifeMs = lifeOf(until, from ?? reply.headers['date'] ?? '', asked.wallMs);
  return { lifeMs, services: catalog?.items ?? [], token, rights: rightsIn(whatFor) };
}

type WhatFor = Pick<InferOutput<typeof tokenReply>['token'], 'roles' | 'application_credential'>;

function rightsIn({ roles, application_credential: narrowed }: WhatFor): Rights {
  return {
    roles: (roles ?? []).map(({ name }) => name),
    rules: narrowed?.access_rules ?? undefined,
  };
}

/** By Keystone's clock alone, as far as it tells: that of this host may be another one. */
function lifeOf(until: string, from: string, wallMs: number): number {
  const ms = Date.parse(until) - (Date.parse(from) || wallMs);
  return ms > 0 ? Math.min(ms, longestHeldMs) : 0;
}

/** Keystone's and Neutron's id of a request, for the support of the cloud. */
export function requestIdOf({ headers }: Pick<HttpReply, 'headers'>): string | null {
  const id = headers['x-openstack-request-id'];
  return is(requestId, id) ? id : null;
}
