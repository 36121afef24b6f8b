import { safeParse } from 'valibot';

import type { HttpReply } from '../../lib/http/http.ts';
import { parseJson } from '../../lib/json.ts';
import type { Origin } from '../../lib/secret.ts';
import { Failure } from '../../ports/failure.ts';
import { inBetween } from '../in-between.ts';
import { noteTokenRefusal } from '../token-refusal.ts';
import { hintFor, meaningOf } from './refusals.ts';
import { retryAfterMs } from './retry-after.ts';
import { keystoneError, neutronError } from './schema.ts';

/** What an answer is about, for its failure. */
export interface Asked {
  /** The address or thing that the request was about. */
  readonly subject: string;
  /** Whom it was asked of. */
  readonly host: string;
  /** Whether it was to change something. */
  readonly isWrite: boolean;
  /** Milliseconds since 1970. */
  readonly wallMs: number;
  /** Where the credential comes from. */
  readonly origin?: Origin | undefined;
}

interface Refused {
  /** What Neutron calls it; of Keystone, its title. */
  readonly type: string;
  readonly said: string;
}

const types = new WeakMap<Failure, string>();

/** What Neutron called the refusal that a failure was made of. */
export function typeOf(failure: Failure): string | undefined {
  return types.get(failure);
}

/**
 * An answer that is not the 2xx that was hoped for, as a `Failure`. Only what has the shape of the API's
 * refusals is one; who asks for fewer requests is heeded, whoever it is.
 */
export function failureOf(reply: HttpReply, asked: Asked): Failure {
  const refused = refusedIn(reply);
  const failure = refused === undefined ? strayOf(reply, asked) : refusalOf(reply, refused, asked);
  if (reply.status !== 429 && failure.class !== 'throttled') return failure;
  const { message, hint } = failure;
  return new Failure('throttled', message, {
    hint,
    retryAfterMs: retryAfterMs(reply, asked.wallMs),
  });
}

function refusedIn({ body }: HttpReply): Refused | undefined {
  const json = parseJson(body);
  const ofNeutron = safeParse(neutronError, json);
  if (ofNeutron.success) {
    const { type, message: said } = ofNeutron.output.NeutronError;
    return { type, said };
  }
  const ofKeystone = safeParse(keystoneError, json);
  if (!ofKeystone.success) return undefined;
  const { title, message: said } = ofKeystone.output.error;
  return { type: title ?? '', said };
}

function refusalOf({ status }: HttpReply, { type, said }: Refused, asked: Asked): Failure {
  const { subject, isWrite } = asked;
  const words = said === '' ? '' : `: ${said.replace(/\.$/, '')}`;
  const message = `OpenStack answered ${`${status} ${type}`.trim()} for ${subject}${words}`;
  const meaning = meaningOf(type, status);
  if (meaning === 'denied') return denied({ type, status, words }, asked);
  if (meaning === 'missing') return unknownTo(subject, asked.origin);
  const failureClass = meaning === 'unusable' ? (isWrite ? 'ambiguous' : 'transport') : meaning;
  const failure = new Failure(failureClass, message, { hint: hintFor(type) });
  types.set(failure, type);
  return failure;
}

interface Denial {
  readonly type: string;
  readonly status: number;
  readonly words: string;
}

function denied({ type, status, words }: Denial, { subject, origin }: Asked): Failure {
  if (status !== 401) {
    const message = `The token may not do this to ${subject} (${type})${words}`;
    return new Failure('denied', withOrigin(message, origin), {
      hint: 'Give the token a role that may: what is needed, floatip init --policy prints',
    });
  }
  const check =
    'Check that the credential is of the right project, has not expired, and has all the access rules that floatip init --policy prints';
  const hint = origin?.hint === undefined ? check : `${check}; ${origin.hint}`;
  const message = `OpenStack refused the credential for ${subject} (${status})${words}`;
  return noteTokenRefusal(new Failure('denied', withOrigin(message, origin), { hint }));
}

function withOrigin(message: string, origin: Origin | undefined): string {
  return origin === undefined ? message : `${message}; it is that of ${origin.text}`;
}

/** Something that is not in the project. */
export function unknownTo(subject: string, origin?: Origin): Failure {
  const message = `OpenStack knows no ${subject} in this account and region`;
  return new Failure('missing', withOrigin(message, origin), {
    hint: 'Check it, the region, and that the credential is of the project which has it',
  });
}

/** A 2xx that makes no sense: a body that is not JSON, or not the JSON that was expected. */
export function nonsense(reply: HttpReply, asked: Asked): Failure {
  if (parseJson(reply.body) === undefined) return strayOf(reply, asked);
  const message = `OpenStack answered ${reply.status} for ${asked.subject} with other JSON than was expected`;
  return new Failure(asked.isWrite ? 'ambiguous' : 'transport', message);
}

function strayOf(reply: HttpReply, { host, subject, isWrite }: Asked): Failure {
  return inBetween({ reply, host, subject, isWrite });
}
