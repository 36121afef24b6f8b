import { safeParse } from 'valibot';

import type { Http } from '../../lib/http/http.ts';
import { parseJson } from '../../lib/json.ts';
import { Secret } from '../../lib/secret.ts';
import type { Clock } from '../../ports/clock.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import { holdCredentials } from '../credentials.ts';
import type { Credentials, Fetched } from '../credentials.ts';
import { isRoleName, roleCredentials } from './schema.ts';

export interface RoleOptions {
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
  /** A client that uses no proxy. */
  readonly http: Http;
  readonly clock: Clock;
}

const requestMs = 2000;
/** They are held no longer than this, whatever they say: a session of a role lasts 12 hours at most. */
const longestHeldMs = 43_200_000;
const root = '/latest/meta-data/cam/security-credentials/';

/**
 * Credentials of the CAM role that is bound to this host. Not by the SDK's own provider: that one
 * keeps a failure for ever, has no timeout, and asks without end for what has expired.
 */
export function roleCredentialsFrom(options: RoleOptions): Credentials {
  const fetch = (signal: AbortSignal): Promise<Fetched> => fetchRole(options, signal);
  return holdCredentials(fetch, options.clock);
}

/** That there is no role is believed once it was said twice in a row. */
async function fetchRole(options: RoleOptions, signal: AbortSignal): Promise<Fetched> {
  try {
    return await fetchOnce(options, signal);
  } catch (error) {
    if (!isFailure(error, 'config')) throw error;
    return await fetchOnce(options, signal);
  }
}

async function fetchOnce(options: RoleOptions, signal: AbortSignal): Promise<Fetched> {
  const [role = ''] = (await read(options, root, signal)).trim().split('\n');
  if (role === '') throw noRole();
  if (!isRoleName(role)) {
    throw new Failure(
      'transport',
      'The metadata service gave something else than the name of a role',
    );
  }
  const document = await read(options, `${root}${role}`, signal);
  const parsed = safeParse(roleCredentials, parseJson(document));
  if (!parsed.success) {
    throw new Failure('transport', `The metadata service gave no credentials of the role ${role}`);
  }
  const { TmpSecretId, TmpSecretKey, Token, ExpiredTime } = parsed.output;
  const pair = {
    secretId: new Secret(TmpSecretId),
    secretKey: new Secret(TmpSecretKey),
    token: new Secret(Token),
  };
  const latestMs = options.clock.wall() + longestHeldMs;
  return { pair, expiresAtMs: Math.min(ExpiredTime * 1000, latestMs) };
}

async function read(
  { http, metadata }: RoleOptions,
  path: string,
  signal: AbortSignal,
): Promise<string> {
  const url = `${metadata}${path}`;
  const { status, body } = await http.send({ method: 'GET', url, timeoutMs: requestMs, signal });
  if (status === 404) throw noRole();
  if (status === 200) return body;
  throw new Failure('transport', `The metadata service answered ${status} for the role`);
}

function noRole(): Failure {
  return new Failure('config', 'There is no key pair, and no CAM role is bound to this host', {
    hint: 'Bind a role to the instance, or set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY',
  });
}
