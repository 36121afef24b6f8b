import type { HttpWrite } from '../../lib/http/http-request.ts';
import type { Http, HttpReply } from '../../lib/http/http.ts';
import type { KeyPair } from '../../lib/secret.ts';
import type { Clock } from '../../ports/clock.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { ClockSkew } from '../clock-skew.ts';
import type { Credentials } from '../credentials.ts';
import { isTokenRefusal } from '../token-refusal.ts';
import { answerIn } from './answer.ts';
import type { Answer } from './answer.ts';
import { failureOf } from './failures.ts';
import { signedHeaders } from './signer.ts';

export interface AccountOptions {
  readonly service: 'ec2' | 'sts';
  /** Of its API. */
  readonly version: string;
  readonly credentials: Credentials;
  /** Base URL of the API, without a path. Throws `config` for a region that has none. */
  readonly endpointIn: (region: string) => string;
  /** Where the addresses are; asked once it is needed. */
  readonly region: (signal: AbortSignal) => Promise<string>;
  readonly requestMs: number;
  readonly clock: Clock;
  /** What was learnt of this host's clock. */
  readonly skew: ClockSkew;
  readonly http: Http;
}

export interface Request {
  readonly action: string;
  /** In the form of the query API: `Filter.1.Name`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What it is about, in words for the operator. */
  readonly subject: string;
  readonly signal: AbortSignal;
  /** Of a request that changes something: called right before it leaves. Throws where it is not to. */
  readonly beforeSend?: () => void;
  /** What was sent has been refused, and is sent once more. */
  readonly noteRefusal?: (() => void) | undefined;
}

/** An account of AWS: signs requests and sends them. */
export interface Account {
  /** Returns what the API answered. Throws only `Failure`. */
  send(request: Request): Promise<Answer>;
}

export function createAccount(options: AccountOptions): Account {
  const { credentials, region, endpointIn } = options;
  /** Mends what a request was refused for, each thing once. Returns whether it is worth another try. */
  const mend = (error: unknown, { pair }: As, mended: Set<Mendable>): boolean => {
    const what = mendable(error);
    if (what === undefined || mended.has(what)) return false;
    mended.add(what);
    return what === 'clock' || credentials.renew(pair);
  };
  return {
    async send(request) {
      const { signal } = request;
      for (const mended = new Set<Mendable>(); ;) {
        const [pair, at] = await Promise.all([credentials.get(signal), region(signal)]);
        const as = { pair, region: at, endpoint: endpointIn(at) };
        try {
          return await sendAs(as, request, options);
        } catch (error) {
          if (!mend(error, as, mended)) throw asFinal(error);
          request.noteRefusal?.();
        }
      }
    },
  };
}

async function sendAs(as: As, request: Request, options: AccountOptions): Promise<Answer> {
  const { pair, endpoint } = as;
  const { subject } = request;
  const { skew } = options;
  const reply = await exchange(request, as, options);
  // What the API says goes into messages and logs, and what is in between may echo the request.
  const scrubbed = { ...reply, body: scrub(reply.body, pair) };
  const isWrite = request.beforeSend !== undefined;
  const answer = answerIn(scrubbed, { subject, isWrite, host: new URL(endpoint).host });
  if (!('code' in answer)) return answer;
  // What a dry run answers that would have been carried out.
  if (answer.code === 'DryRunOperation') return { value: '' };
  const isClockOff = skew.isOff(reply);
  if (isClockOff) skew.learn(reply);
  const { origin } = pair.secretId;
  const isTemporary = pair.token !== undefined;
  throw failureOf(answer, { subject, isWrite, isClockOff, origin, isTemporary });
}

/** Who sends a request, and where to. */
interface As {
  readonly pair: KeyPair;
  readonly region: string;
  readonly endpoint: string;
}

type Mendable = 'clock' | 'credentials';

function mendable(error: unknown): Mendable | undefined {
  if (isFailure(error, 'clock')) return 'clock';
  return isTokenRefusal(error) ? 'credentials' : undefined;
}

/** What is refused again after it was mended is refused for good. */
function asFinal(error: unknown): unknown {
  if (!isFailure(error, 'clock', 'credentials')) return error;
  const { message, hint } = error;
  return new Failure('denied', message, { hint, cause: error });
}

function scrub(text: string, { secretKey, token }: KeyPair): string {
  const scrubbed = secretKey.scrub(text);
  return token === undefined ? scrubbed : token.scrub(scrubbed);
}

async function exchange(
  request: Request,
  { pair, region, endpoint }: As,
  { http, requestMs: timeoutMs, service, version, skew }: AccountOptions,
): Promise<HttpReply> {
  const { action, parameters, signal } = request;
  const body = new URLSearchParams({ Action: action, Version: version, ...parameters }).toString();
  const timestamp = skew.seconds();
  const headers = signedHeaders({ endpoint, service, region, body, timestamp, pair });
  const write = writeOf(request);
  const known = write === undefined ? {} : { write };
  const url = `${endpoint}/`;
  try {
    return await http.send({ method: 'POST', url, headers, body, timeoutMs, signal, ...known });
  } catch (error) {
    throw isFailure(error) ? named(error, request) : error;
  }
}

/**
 * Never twice beside each other where the first is slow to answer, as EC2 mostly is with a change: an Elastic IP
 * costs each time that it is associated, and a private IP that is given up twice may be somebody else's by then.
 */
function writeOf({ beforeSend }: Request): HttpWrite | undefined {
  return beforeSend === undefined ? undefined : { beforeSend, isRepeatable: false };
}

/** All requests are POSTs to one path, so what failed is told by the action. */
function named(failure: Failure, { action, subject }: Request): Failure {
  const { class: failureClass, message, hint } = failure;
  const told = `${action} for ${subject}: ${message}`;
  return new Failure(failureClass, told, { hint, cause: failure });
}
