import type { HttpWrite } from '../../lib/http/http-request.ts';
import type { Http, HttpReply } from '../../lib/http/http.ts';
import type { KeyPair } from '../../lib/secret.ts';
import { createPace } from '../../lib/time/pace.ts';
import type { Pace } from '../../lib/time/pace.ts';
import type { Clock } from '../../ports/clock.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import { createClockSkew } from '../clock-skew.ts';
import type { Credentials } from '../credentials.ts';
import { responseIn } from './answer.ts';
import { isUnresolved } from './endpoints.ts';
import type { Endpoints } from './endpoints.ts';
import { failureOf, isKeyRefusal } from './failures.ts';
import type { Asked } from './failures.ts';
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
  /** What was sent has been refused, and is sent once more. */
  readonly noteRefusal?: (() => void) | undefined;
}

/** An account of Tencent Cloud: signs requests and sends them. */
export interface Account {
  /** Returns what is inside `Response`. Throws only `Failure`. */
  send(request: Request): Promise<unknown>;
}

export function createAccount(options: AccountOptions): Account {
  const { credentials, endpoints, region, clock } = options;
  const paceOf = createPaces(clock);
  const skew = createClockSkew(clock);

  const sendAs = async (request: Request, as: As): Promise<unknown> => {
    const { pair } = as;
    await paceOf(request.action).wait(request.signal);
    const reply = await exchange({ request, as, timestamp: skew.seconds() }, options);
    // What the API says goes into messages and logs, and what is in between may echo the request.
    const scrubbed = { ...reply, body: scrub(reply.body, pair) };
    const response = responseIn(scrubbed, askedBy(request), new URL(as.endpoint).host);
    if (response.Error === undefined) return response;
    const { Code: code, Message: message } = response.Error;
    if (code === 'AuthFailure.SignatureExpire') skew.learn(reply);
    const { origin } = pair.secretId;
    throw failureOf({ code, message }, { ...askedBy(request), origin });
  };

  /**
   * Mends what a request was refused for, each thing once; the clock once more where the date that it
   * was set by was wrong. Returns whether it is worth another try.
   */
  const mend = (error: unknown, { pair, endpoint }: As, mended: Set<Mendable>): boolean => {
    const isClockNews = mended.has('clock') && skew.isNews();
    const what = mendable(error, { isClockNews, mayChange: credentials.mayChange });
    if (what === undefined || mended.has(what)) return false;
    mended.add(what);
    if (what === 'credentials') return credentials.renew(pair);
    return what !== 'endpoint' || endpoints.fallBack(endpoint, error);
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
          if (isFailure(error, 'denied', 'credentials', 'clock')) request.noteRefusal?.();
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

type Mendable = 'clock' | 'clock again' | 'credentials' | 'endpoint';

interface News {
  readonly isClockNews: boolean;
  /** Whether a key that is refused may have been replaced. */
  readonly mayChange: boolean;
}

function mendable(error: unknown, { isClockNews, mayChange }: News): Mendable | undefined {
  if (mayChange && isKeyRefusal(error)) return 'credentials';
  if (isFailure(error, 'clock')) return isClockNews ? 'clock again' : 'clock';
  if (isFailure(error, 'credentials')) return 'credentials';
  return isUnresolved(error) ? 'endpoint' : undefined;
}

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
  const { message, hint } = error;
  return new Failure('denied', message, { hint, cause: error });
}

interface Exchange {
  readonly request: Request;
  readonly as: As;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

async function exchange(
  { request, as: { pair, region, endpoint }, timestamp }: Exchange,
  { http, requestMs: timeoutMs }: AccountOptions,
): Promise<HttpReply> {
  const { action, parameters, signal } = request;
  const write = writeOf(request);
  const url = `${endpoint}/`;
  const body = JSON.stringify(parameters);
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
