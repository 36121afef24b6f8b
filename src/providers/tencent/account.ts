import { safeParse } from 'valibot';
import type { InferOutput } from 'valibot';

import type { HttpWrite } from '../../lib/http-request.ts';
import type { Http, HttpReply } from '../../lib/http.ts';
import { parseJson } from '../../lib/json.ts';
import { createPace } from '../../lib/pace.ts';
import type { Pace } from '../../lib/pace.ts';
import type { KeyPair } from '../../lib/secret.ts';
import type { Clock } from '../../ports/clock.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Credentials } from './credentials.ts';
import { isUnresolved } from './endpoints.ts';
import type { Endpoints } from './endpoints.ts';
import { failureOf } from './failures.ts';
import type { Asked } from './failures.ts';
import { envelope } from './schema.ts';
import { authorizationOf, contentType } from './sdk.ts';

export interface AccountOptions {
  readonly credentials: Credentials;
  readonly endpoints: Endpoints;
  /** Where the addresses are; asked once it is needed. */
  readonly region: (signal: AbortSignal) => Promise<string>;
  readonly requestMs: number;
  readonly clock: Clock;
  readonly http: Http;
}

export interface Request {
  readonly action: string;
  readonly parameters: unknown;
  /** What it is about, in words for the operator. */
  readonly subject: string;
  readonly signal: AbortSignal;
  /** Of a request that changes something: called right before it leaves. Throws where it is not to. */
  readonly beforeSend?: () => void;
}

/** An account of Tencent Cloud: signs requests and sends them. */
export interface Account {
  /** Returns what is inside `Response`. Throws only `Failure`. */
  send(request: Request): Promise<unknown>;
}

export function createAccount(options: AccountOptions): Account {
  const { credentials, endpoints, region, clock } = options;
  const paceOf = createPaces(clock);
  /** What has to be added to this host's clock, once the API has refused it. */
  let skewMs = 0;

  const sendAs = async (request: Request, as: As): Promise<unknown> => {
    const { pair } = as;
    await paceOf(request.action).wait(request.signal);
    const reply = await exchange({ request, as, skewMs }, options);
    const response = responseIn(reply, request);
    if (response.Error === undefined) return response;
    const { Code: code, Message } = response.Error;
    if (code === 'AuthFailure.SignatureExpire') skewMs = skewOf(reply, clock);
    throw failureOf({ code, message: scrub(Message, pair) }, askedBy(request));
  };

  /** Mends what a request was refused for, each thing once. Returns whether it is worth another try. */
  const mend = (error: unknown, { pair, endpoint }: As, mended: Set<Mendable>): boolean => {
    const what = mendable(error);
    if (what === undefined || mended.has(what)) return false;
    mended.add(what);
    if (what === 'credentials') return credentials.renew(pair);
    return what === 'clock' || endpoints.fallBack(endpoint, error);
  };

  return {
    async send(request) {
      const { signal } = request;
      for (const mended = new Set<Mendable>(); ;) {
        const [pair, at] = await Promise.all([credentials.get(signal), region(signal)]);
        const as = { pair, region: at, endpoint: endpoints.current() };
        try {
          return await sendAs(request, as);
        } catch (error) {
          if (!mend(error, as, mended)) throw asFinal(error);
        }
      }
    },
  };
}

/** Who sends a request, and where to. */
interface As {
  readonly pair: KeyPair;
  readonly region: string;
  readonly endpoint: string;
}

type Mendable = 'clock' | 'credentials' | 'endpoint';

function mendable(error: unknown): Mendable | undefined {
  if (isFailure(error, 'clock')) return 'clock';
  if (isFailure(error, 'credentials')) return 'credentials';
  return isUnresolved(error) ? 'endpoint' : undefined;
}

/** What the API says goes into messages and logs. */
function scrub(text: string, { secretKey, token }: KeyPair): string {
  const scrubbed = secretKey.scrub(text);
  return token === undefined ? scrubbed : token.scrub(scrubbed);
}

function createPaces(clock: Clock): (action: string) => Pace {
  const paces = new Map<string, Pace>();
  return (action) => {
    const pace = paces.get(action) ?? createPace(clock, perSecond(action));
    paces.set(action, pace);
    return pace;
  };
}

/** Documented limits per action, region and account; where nothing is documented, the lowest of them. */
const limits: Readonly<Record<string, number>> = {
  DescribeAddresses: 20,
  DescribeTaskResult: 20,
  DescribeHaVips: 20,
  HaVipAssociateAddressIp: 20,
  HaVipDisassociateAddressIp: 20,
  DescribeNetworkInterfaces: 100,
  MigratePrivateIpAddress: 50,
  AssignPrivateIpAddresses: 100,
  UnassignPrivateIpAddresses: 100,
  DescribeVpcTaskResult: 20,
};

function perSecond(action: string): number {
  return limits[action] ?? 10;
}

/** What is refused again after it was mended is refused for good. */
function asFinal(error: unknown): unknown {
  if (!isFailure(error, 'clock', 'credentials')) return error;
  return new Failure('denied', error.message, { hint: error.hint, cause: error });
}

interface Exchange {
  readonly request: Request;
  readonly as: As;
  readonly skewMs: number;
}

async function exchange(
  { request, as: { pair, region, endpoint }, skewMs }: Exchange,
  { http, requestMs: timeoutMs, clock }: AccountOptions,
): Promise<HttpReply> {
  const { action, parameters, signal } = request;
  const write = writeOf(request);
  const url = `${endpoint}/`;
  const body = JSON.stringify(parameters);
  const timestamp = Math.floor((clock.wall() + skewMs) / 1000);
  const [secretId, secretKey] = [pair.secretId.reveal(), pair.secretKey.reveal()];
  const headers = {
    'content-type': contentType,
    authorization: authorizationOf({ url, body, timestamp, secretId, secretKey }),
    'x-tc-action': action,
    'x-tc-version': '2017-03-12',
    'x-tc-region': region,
    'x-tc-timestamp': String(timestamp),
    'x-tc-language': 'en-US',
    ...(pair.token === undefined ? {} : { 'x-tc-token': pair.token.reveal() }),
  };
  try {
    const known = write === undefined ? {} : { write };
    return await http.send({ method: 'POST', url, headers, body, timeoutMs, signal, ...known });
  } catch (error) {
    throw isFailure(error) ? named(error, request) : error;
  }
}

/** What takes something away may meet an owner of later, when it is sent a second time. */
const takesAway = /^(?:Disassociate|HaVipDisassociate|Unassign)/;

/** What the HTTP client has to know of a request that changes something. */
function writeOf({ action, subject, beforeSend }: Request): HttpWrite | undefined {
  if (!askedBy({ action, subject }).isWrite) return undefined;
  if (beforeSend === undefined) throw new TypeError(`${action} has to go through a gate`);
  return { beforeSend, isRepeatable: !takesAway.test(action) };
}

/** All requests are POSTs to one path, so what failed is told by the action. */
function named(failure: Failure, { action, subject }: Request): Failure {
  const { class: failureClass, message, hint } = failure;
  const told = `${action} for ${subject}: ${message}`;
  return new Failure(failureClass, told, { hint, cause: failure });
}

function askedBy({ action, subject }: Pick<Request, 'action' | 'subject'>): Asked {
  return { subject, isWrite: !action.startsWith('Describe') };
}

type Response = InferOutput<typeof envelope>['Response'];

function parseEnvelope(body: string): Response | undefined {
  const parsed = safeParse(envelope, parseJson(body));
  return parsed.success ? parsed.output.Response : undefined;
}

/** Errors of the API come with status 200; anything else is from something in between. */
function responseIn({ status, body }: HttpReply, request: Request): Response {
  const response = status === 200 ? parseEnvelope(body) : undefined;
  if (response !== undefined) return response;
  const { subject, isWrite } = askedBy(request);
  const message = `Tencent Cloud answered ${status} for ${subject} with something else than the expected JSON`;
  throw new Failure(isWrite ? 'ambiguous' : 'transport', message);
}

function skewOf({ headers }: HttpReply, clock: Clock): number {
  const date = Date.parse(headers['date'] ?? '');
  return Number.isNaN(date) ? 0 : date - clock.wall();
}
