import type { HttpRequest } from '../../lib/http/http-request.ts';
import type { Http, HttpReply } from '../../lib/http/http.ts';
import { awaitUnder } from '../../lib/time/await-under.ts';
import type { Clock } from '../../ports/clock.ts';
import { Failure } from '../../ports/failure.ts';

const path = '/latest/api/token';
const lifeSeconds = 21_600;
/** A new one is fetched so long before the old one ends. */
const marginMs = 300_000;

interface Token {
  readonly value: string;
  readonly endsAtMs: number;
}

/**
 * A client that asks the metadata service by its second version alone: with a token of a session, which is got
 * once and serves for hours. The first version, which answers anybody who can make this host send a GET, is
 * never asked.
 */
export function inMetadataSession(http: Http, clock: Clock): Http {
  let held: Token | undefined;
  let getting: Promise<Token> | undefined;

  const begin = async ({ url, timeoutMs }: HttpRequest): Promise<Token> => {
    const request = { url: `${new URL(url).origin}${path}`, timeoutMs };
    try {
      held = await getToken(http, request, clock);
      return held;
    } finally {
      getting = undefined;
    }
  };
  /** Others wait for the same one, so it is nobody's to give up. */
  const tokenFor = async (request: HttpRequest): Promise<Token> => {
    if (held !== undefined && held.endsAtMs - clock.now() > marginMs) return held;
    return await awaitUnder(request.signal, (getting ??= begin(request)));
  };
  const sendWith = (token: Token, request: HttpRequest): Promise<HttpReply> => {
    const headers = { ...request.headers, 'x-aws-ec2-metadata-token': token.value };
    return http.send({ ...request, headers });
  };
  return {
    ...http,
    async send(request) {
      const token = await tokenFor(request);
      const reply = await sendWith(token, request);
      if (reply.status !== 401) return reply;
      // The service has been started anew, and knows no session of before.
      if (held === token) held = undefined;
      return await sendWith(await tokenFor(request), request);
    },
  };
}

async function getToken(
  http: Http,
  { url, timeoutMs }: Pick<HttpRequest, 'url' | 'timeoutMs'>,
  clock: Clock,
): Promise<Token> {
  const asked = clock.now();
  const { signal } = new AbortController();
  const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': String(lifeSeconds) };
  const { status, body } = await http.send({ method: 'PUT', url, headers, timeoutMs, signal });
  if (status === 200 && /^[\x21-\x7e]{1,1024}$/.test(body.trim())) {
    return { value: body.trim(), endsAtMs: asked + lifeSeconds * 1000 };
  }
  throw new Failure('transport', `it answered ${status} for a token of a session`, {
    hint:
      status === 403
        ? 'Turn the metadata service of the instance on: aws ec2 modify-instance-metadata-options --http-endpoint enabled'
        : undefined,
  });
}
