import type { HttpRequest } from '../../lib/http/http-request.ts';
import type { Http, HttpReply } from '../../lib/http/http.ts';
import type { Clock } from '../../ports/clock.ts';
import { Failure, isFailure } from '../../ports/failure.ts';

/** The metadata service, whose name only the name servers of Tencent Cloud know for certain. */
const byName = 'http://metadata.tencentyun.com';
/** Where it is (https://github.com/canonical/cloud-init/pull/4198; the Datadog agent asks there as well). */
const byIp = 'http://169.254.0.23';

/** How long to do without the name. */
const unknownMs = 60_000;

/** A client that finds the metadata service where its name cannot be resolved. */
export function byNameOrIp(http: Http, clock: Clock): Http {
  let byIpUntil = clock.now();
  const sendByIp = (request: HttpRequest): Promise<HttpReply> => {
    const headers = { ...request.headers, host: new URL(byName).host };
    return http.send({ ...request, headers, url: request.url.replace(byName, byIp) });
  };
  return {
    ...http,
    async send(request) {
      if (!request.url.startsWith(`${byName}/`)) return await http.send(request);
      if (clock.now() < byIpUntil) return await sendByIp(request);
      try {
        return await http.send(request);
      } catch (error) {
        if (!isUnnamed(error)) throw error;
        const reply = await sendByIp(request).catch((other: unknown) => {
          throw neither(error, other);
        });
        byIpUntil = clock.now() + unknownMs;
        return reply;
      }
    },
  };
}

function isUnnamed(error: unknown): error is Failure {
  if (!isFailure(error, 'transport')) return false;
  return /no name server answered|there is no such name/.test(error.message);
}

function neither(unnamed: Failure, other: unknown): unknown {
  if (!isFailure(other, 'transport')) return other;
  const { message, hint } = unnamed;
  return new Failure('transport', `${message}; and ${other.message}`, { hint, cause: other });
}
