import { safeParse } from 'valibot';

import type { HttpReply } from '../../lib/http/http.ts';
import { parseJson } from '../../lib/json.ts';
import type { Origin } from '../../lib/secret.ts';
import { Failure } from '../../ports/failure.ts';
import { inBetween } from '../in-between.ts';
import type { Asked } from '../token-api.ts';
import { noteTokenRefusal } from '../token-refusal.ts';
import { hintFor, meaningOf } from './refusals.ts';
import { retryAfterMs } from './retry-after.ts';
import { errorReply } from './schema.ts';
import type { ErrorReply } from './schema.ts';

/**
 * An answer that is not the 2xx that was hoped for, as a `Failure`. Only what has the shape of the API's
 * refusals is one; who asks for fewer requests is heeded, whoever it is.
 */
export function failureOf(reply: HttpReply, asked: Asked): Failure {
  const parsed = safeParse(errorReply, parseJson(reply.body));
  const failure = parsed.success
    ? refusalOf(reply, parsed.output.error, asked)
    : strayOf(reply, asked);
  if (reply.status !== 429 && failure.class !== 'throttled') return failure;
  const { message, hint } = failure;
  return new Failure('throttled', message, {
    hint,
    retryAfterMs: retryAfterMs(reply, asked.wallMs),
  });
}

function refusalOf(
  { status }: HttpReply,
  { code, message: said }: ErrorReply,
  asked: Asked,
): Failure {
  const { subject, method, origin } = asked;
  const words = said === '' ? '' : `: ${said.replace(/\.$/, '')}`;
  const message = `Hetzner answered ${status} ${code} for ${subject}${words}`;
  const meaning = meaningOf(code, status);
  switch (meaning) {
    case 'denied':
      return denied({ code, status, words }, asked);
    case 'missing':
      return unknownTo(subject, origin);
    case 'unusable':
      return new Failure(method === 'POST' ? 'ambiguous' : 'transport', message);
    default:
      return new Failure(meaning, message, { hint: hintFor(code) });
  }
}

interface Denial {
  readonly code: string;
  readonly status: number;
  readonly words: string;
}

function denied({ code, status, words }: Denial, { subject, origin }: Asked): Failure {
  if (status !== 401 && code !== 'unauthorized') {
    const message = `The token may not do this to ${subject} (${code})${words}`;
    return new Failure('denied', withOrigin(message, origin), {
      hint: 'Give the token the permission Read & Write: make a new one in the Hetzner Console',
    });
  }
  const check = 'Check that the token is that of the right project and has not been deleted';
  const hint = origin?.hint === undefined ? check : `${check}; ${origin.hint}`;
  const message = `Hetzner refused the token for ${subject} (${status})${words}`;
  return noteTokenRefusal(new Failure('denied', withOrigin(message, origin), { hint }));
}

function withOrigin(message: string, origin: Origin | undefined): string {
  return origin === undefined ? message : `${message}; the token is that of ${origin.text}`;
}

/** Something that is not in the project. */
export function unknownTo(subject: string, origin?: Origin): Failure {
  const message = `Hetzner knows no ${subject} in this account`;
  return new Failure('missing', withOrigin(message, origin), {
    hint: 'Check it, and that the token is that of the project which has it',
  });
}

/** A 2xx that makes no sense: a body that is not JSON, or not the JSON that was expected. */
export function nonsense(reply: HttpReply, asked: Asked): Failure {
  if (parseJson(reply.body) === undefined) return strayOf(reply, asked);
  const message = `Hetzner answered ${reply.status} for ${asked.subject} with other JSON than was expected`;
  return new Failure(asked.method === 'POST' ? 'ambiguous' : 'transport', message);
}

function strayOf(reply: HttpReply, { method, host, subject }: Asked): Failure {
  return inBetween({ reply, host, subject, isWrite: method === 'POST' });
}
