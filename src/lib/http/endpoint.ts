import { normaliseIp } from '../../core/ip.ts';
import { Failure } from '../../ports/failure.ts';
import { withoutSecrets } from '../secret.ts';

export interface EndpointOptions {
  /** Where the value came from: a file and key, or the name of a variable. */
  readonly origin: string;
  /** Whether plain http is fine everywhere, as for a metadata service or on request. */
  readonly allowHttp: boolean;
  /** Whether what is behind the host belongs to it. */
  readonly mayHavePath?: true;
}

/**
 * Checks a base URL and strips its trailing slash. Plain http is refused where it would carry a
 * secret over a network. Throws `config`.
 */
export function parseEndpoint(
  text: string,
  { origin, allowHttp, mayHavePath }: EndpointOptions,
): string {
  const url = baseUrl(text, origin);
  if (!isBare(url, mayHavePath)) {
    const more = mayHavePath ? 'a query' : 'a path';
    throw new Failure('config', `${origin}: expected a base URL without ${more}${asShown(text)}`);
  }
  if (url.protocol === 'http:' && !allowHttp && !isLoopback(url.hostname)) {
    throw new Failure(
      'config',
      `${origin}: expected https, because the token travels there${asShown(text)}`,
      {
        hint: 'Use an https URL, or set FLOATIP_ALLOW_HTTP=1 if the network in between is yours',
      },
    );
  }
  return mayHavePath ? `${url.origin}${url.pathname}`.replace(/\/+$/, '') : url.origin;
}

/** Throws `config` for what is no URL of HTTP, or has a password in it. */
function baseUrl(text: string, origin: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.username !== '' || url.password !== '')) {
    throw new Failure('config', `${origin}: expected a base URL without a user name or password`);
  }
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol)) return url;
  const current = asShown(text);
  throw new Failure('config', `${origin}: expected a base URL such as https://host${current}`);
}

/** What stands before an @ may be a password, whatever else is wrong with the text. */
function asShown(text: string): string {
  return text.includes('@') ? '' : `: current value is '${withoutSecrets(text)}'`;
}

function isBare({ pathname, search, hash }: URL, mayHavePath = false): boolean {
  return (mayHavePath || pathname === '/') && search === '' && hash === '';
}

export function isLoopback(hostname: string): boolean {
  const ip = normaliseIp(hostname.replace(/^\[|\]$/g, ''));
  return hostname === 'localhost' || ip === '::1' || ip?.startsWith('127.') === true;
}
