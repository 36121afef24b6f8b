import { safeParse } from 'valibot';

import type { HttpReply } from '../../lib/http/http.ts';
import { parseJson } from '../../lib/json.ts';
import type { Origin } from '../../lib/secret.ts';
import { Failure } from '../../ports/failure.ts';
import { inBetween } from '../in-between.ts';
import type { Asked } from '../token-api.ts';
import { noteTokenRefusal } from '../token-refusal.ts';
import { retryAfterMs } from './retry-after.ts';
import { errorReply } from './schema.ts';

/**
 * An answer that is not the 2xx that was hoped for, as a `Failure`. Only what has the shape of the API's
 * refusals is one; who asks for fewer requests is heeded, whoever it is.
 */
export function failureOf(reply: HttpReply, asked: Asked): Failure {
  const said = saidBy(reply);
  const isOwn = said !== undefined && reply.status !== 407;
  const failure = isOwn ? refusalOf(reply, asked, said) : strayOf(reply, asked);
  if (reply.status !== 429) return failure;
  const { message, hint } = failure;
  return new Failure('throttled', message, {
    hint,
    retryAfterMs: retryAfterMs(reply, asked.wallMs),
  });
}

/**
 * A 422 has at least three meanings, and only the text tells one of them apart: a pending event
 * passes, for the others the owner has to be read (terraform#1034, doctl#493, flipop AssignIP).
 */
function refusalOf({ status }: HttpReply, asked: Asked, said: string): Failure {
  const { subject, origin } = asked;
  const words = said === '' ? '' : `: ${said}`;
  const message = `DigitalOcean answered ${status} for ${subject}${words}`;
  switch (status) {
    case 401:
      return refusedToken(`DigitalOcean refused the token for ${subject} (401)${words}`, origin);
    case 403:
      return new Failure(
        'denied',
        withOrigin(`The token may not do this to ${subject} (403)${words}`, origin),
        {
          hint: 'Give the token the scopes reserved_ip:read, reserved_ip:update, droplet:read, actions:read',
        },
      );
    case 404:
      return new Failure('missing', `DigitalOcean knows no ${subject} in this account (404)`, {
        hint: 'Check the IP, and that the token belongs to the account that owns it',
      });
    case 422:
      return new Failure(/pending event/i.test(said) ? 'busy' : 'stale', message);
    case 409:
    case 423:
      return new Failure('busy', message);
    case 408:
      return unusable(message, asked);
    default:
      return status >= 500 ? unusable(message, asked) : new Failure('invalid', message);
  }
}

function refusedToken(message: string, origin: Origin | undefined): Failure {
  const check = 'Check that the token is the right one and has not expired or been revoked';
  const hint = origin?.hint === undefined ? check : `${check}; ${origin.hint}`;
  return noteTokenRefusal(new Failure('denied', withOrigin(message, origin), { hint }));
}

function withOrigin(message: string, origin: Origin | undefined): string {
  return origin === undefined ? message : `${message}; the token is that of ${origin.text}`;
}

/** Something that is not in the account. */
export function unknownTo(subject: string): Failure {
  return new Failure('missing', `DigitalOcean knows no ${subject} in this account`, {
    hint: 'Check it, and that the token belongs to the account that owns it',
  });
}

/** A 2xx that makes no sense: a body that is not JSON, or not the JSON that was expected. */
export function nonsense(reply: HttpReply, asked: Asked): Failure {
  if (parseJson(reply.body) === undefined) return strayOf(reply, asked);
  const { status } = reply;
  const message = `DigitalOcean answered ${status} for ${asked.subject} with other JSON than was expected`;
  return unusable(message, asked);
}

function unusable(message: string, { method }: Asked): Failure {
  return new Failure(method === 'POST' ? 'ambiguous' : 'transport', message);
}

function strayOf(reply: HttpReply, { method, host, subject }: Asked): Failure {
  return inBetween({ reply, host, subject, isWrite: method === 'POST' });
}

/** What the API says of a refusal; `undefined` for an answer that is not the API's. */
function saidBy({ body }: HttpReply): string | undefined {
  const parsed = safeParse(errorReply, parseJson(body));
  return parsed.success ? parsed.output.message.replace(/\.$/, '') : undefined;
}
