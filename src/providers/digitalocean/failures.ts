import { safeParse } from 'valibot';

import type { HttpReply } from '../../lib/http.ts';
import { parseJson } from '../../lib/json.ts';
import { Failure } from '../../ports/failure.ts';
import { errorReply } from './schema.ts';

/** What was asked, in words for the operator. */
export interface Asked {
  readonly method: 'GET' | 'POST';
  /** The address or thing that the request was about. */
  readonly subject: string;
  /** Milliseconds since 1970, to make sense of `ratelimit-reset`. */
  readonly wallMs: number;
}

type Refusal = Pick<HttpReply, 'status' | 'headers' | 'body'>;

/**
 * An answer that is not the 2xx that was hoped for, as a `Failure`.
 *
 * A 422 has at least three meanings, and only the text tells one of them apart: a pending event
 * passes, for the others the owner has to be read (terraform#1034, doctl#493, flipop AssignIP).
 */
export function failureOf(reply: Refusal, asked: Asked): Failure {
  const { status } = reply;
  const said = saidBy(reply);
  const message = `DigitalOcean answered ${status} for ${asked.subject}${said}`;
  switch (status) {
    case 401:
      return new Failure(
        'denied',
        `DigitalOcean refused the token for ${asked.subject} (401)${said}`,
        {
          hint: 'Check that the token is the right one and has not expired or been revoked',
        },
      );
    case 403:
      return new Failure('denied', `The token may not do this to ${asked.subject} (403)${said}`, {
        hint: 'Give the token the scopes reserved_ip:read, reserved_ip:update, droplet:read, actions:read',
      });
    case 404:
      return new Failure(
        'missing',
        `DigitalOcean knows no ${asked.subject} in this account (404)`,
        {
          hint: 'Check the IP, and that the token belongs to the account that owns it',
        },
      );
    case 422:
      return new Failure(/pending event/i.test(said) ? 'busy' : 'stale', message);
    case 409:
    case 423:
      return new Failure('busy', message);
    case 408:
      return unusable(message, asked);
    case 429:
      return new Failure('throttled', message, { retryAfterMs: retryAfterMs(reply, asked.wallMs) });
    default:
      return status >= 500 ? unusable(message, asked) : new Failure('invalid', message);
  }
}

/** Something that is not in the account. */
export function unknownTo(subject: string): Failure {
  return new Failure('missing', `DigitalOcean knows no ${subject} in this account`, {
    hint: 'Check it, and that the token belongs to the account that owns it',
  });
}

/** An answer that makes no sense: a body that is not JSON, or not the JSON that was expected. */
export function nonsense(reply: Refusal, asked: Asked): Failure {
  const type = reply.headers['content-type'] ?? 'no content type';
  return unusable(
    `DigitalOcean answered ${reply.status} for ${asked.subject} with something else than the expected JSON (${type})`,
    asked,
  );
}

function unusable(message: string, { method }: Asked): Failure {
  return new Failure(method === 'POST' ? 'ambiguous' : 'transport', message);
}

function saidBy({ body }: Refusal): string {
  const parsed = safeParse(errorReply, parseJson(body));
  return parsed.success ? `: ${parsed.output.message.replace(/\.$/, '')}` : '';
}

/**
 * `retry-after` comes with the burst limit only; the hourly limit has just `ratelimit-reset`, the
 * epoch second at which the oldest request expires. The answer's own `date` is preferred to this
 * host's clock; a time that has passed says nothing.
 */
function retryAfterMs({ headers }: Refusal, wallMs: number): number | undefined {
  const seconds = Number.parseFloat(headers['retry-after'] ?? '');
  const date = Date.parse(headers['date'] ?? '');
  const reset = Number.parseFloat(headers['ratelimit-reset'] ?? '') * 1000;
  const ms = Number.isFinite(seconds) ? seconds * 1000 : reset - (date || wallMs);
  return ms > 0 ? ms : undefined;
}
