import axios from 'axios';

import { shorten } from '../core/shorten.ts';
import type { Http } from '../lib/http/http.ts';
import { plainHeaders } from '../lib/http/plain-headers.ts';
import { Secret } from '../lib/secret.ts';
import { Failure, isFailure } from '../ports/failure.ts';

export interface Posting {
  readonly url: Secret;
  /** Sent as it is: it may have been signed. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A channel that does not answer for so long does not answer. */
export const patienceMs = 10_000;

/** Posts JSON. Of the URL, which may be a secret, failures name the host and nothing else. */
export async function post(http: Http, posting: Posting): Promise<Answer> {
  const { body, signal, headers = {} } = posting;
  const url = posting.url.reveal();
  const call = { method: 'POST', url, signal, timeoutMs: patienceMs, write: onlyOnce } as const;
  try {
    return await http.run({
      ...call,
      async send(config) {
        const {
          status,
          data,
          headers: received,
        } = await axios.request<string>({
          ...config,
          method: 'POST',
          url,
          data: body,
          headers: { ...fixedHeaders, ...headers },
          responseType: 'text',
          maxContentLength: mostReplyBytes,
          validateStatus: () => true,
        });
        return { status, text: withoutUrl(data, url), headers: plainHeaders(received) };
      },
    });
  } catch (error) {
    throw withoutAddress(error, url);
  }
}

/** Sent once more beside, it would be read twice. */
const onlyOnce = { beforeSend: (): void => {}, isRepeatable: false };
const fixedHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'user-agent': 'floatip',
  'accept-encoding': 'identity',
};
const mostReplyBytes = 64 * 1024;

function withoutAddress(error: unknown, url: string): unknown {
  if (!isFailure(error)) return error;
  const { class: failureClass, message, hint } = error;
  const { pathname, host } = new URL(url);
  const text = withoutUrl(message.replace(`POST ${pathname} at ${host}`, host), url);
  return new Failure(failureClass, text.replace(`POST ${pathname}`, 'The message'), {
    hint: hint?.replace('the endpoint', 'the URL of the channel'),
  });
}

/** What a proxy or a server repeats of it. */
function withoutUrl(text: string, url: string): string {
  const { pathname, search } = new URL(url);
  let plain = text;
  for (const part of [url, search, pathname]) {
    if (part.length > 1) plain = plain.replaceAll(part, '…');
  }
  return plain;
}

/** The URL with that path, unless it names another one than the root. */
export function below(base: Secret, path: string): Secret {
  const url = new URL(base.reveal());
  if (url.pathname.endsWith(path)) return base;
  url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`;
  return new Secret(url.href);
}

/** Throws what a status says that is no success. */
export function requireSuccess(answer: Answer, url: Secret): void {
  const { status, text } = answer;
  if (status >= 200 && status < 300) return;
  const { host } = new URL(url.reveal());
  if (status >= 300 && status < 400) {
    throw new Failure('invalid', `${host} redirects to somewhere else (${status})`, {
      hint: 'Redirects are not followed: give the channel the URL that really answers',
    });
  }
  const said = shorten(text.replaceAll(/\s+/g, ' ').trim(), mostOfAnswer);
  const message = `${host} answered ${status}${said === '' ? '' : `: ${said}`}`;
  if (status === 429) throw throttled(message, answer);
  if (status >= 500) throw new Failure('transport', message);
  if (status === 401 || status === 403 || status === 407) {
    throw new Failure('denied', message, { hint: 'Check the URL and the secret of the channel' });
  }
  throw new Failure('invalid', message, { hint: 'Check the URL of the channel' });
}

const mostOfAnswer = 200;

export function throttled(message: string, { headers }: Pick<Answer, 'headers'>): Failure {
  const asked = Number(headers['retry-after']);
  return new Failure('throttled', message, {
    ...(asked > 0 ? { retryAfterMs: asked * 1000 } : {}),
    hint: 'Wait a minute, or give these hosts a channel of their own',
  });
}
