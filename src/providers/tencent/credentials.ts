import { safeParse } from 'valibot';

import { awaitUnder } from '../../lib/await-under.ts';
import type { Http } from '../../lib/http.ts';
import { parseJson } from '../../lib/json.ts';
import { renewable } from '../../lib/renewable.ts';
import { isSamePair, Secret } from '../../lib/secret.ts';
import type { KeyPair } from '../../lib/secret.ts';
import type { Clock } from '../../ports/clock.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import { isRoleName, roleCredentials } from './schema.ts';

export interface Credentials {
  /** Throws `config` where there is no role, `transport` where the metadata service does not answer. */
  get(signal: AbortSignal): Promise<KeyPair>;
  /** The API no longer takes these. Returns whether others can be had. */
  renew(refused: KeyPair): boolean;
  /** Whether the API may refuse a pair that it took before because there is another one now. */
  readonly mayChange: boolean;
}

/** A key pair that is as it is, until it is refused and read again. */
export function givenCredentials(pair: KeyPair, reread?: () => KeyPair | undefined): Credentials {
  const pairs = renewable(pair, { reread, isSame: isSamePair });
  return {
    get: () => Promise.resolve(pairs.current()),
    renew: pairs.renew,
    mayChange: true,
  };
}

export interface RoleOptions {
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
  /** A client that uses no proxy. */
  readonly http: Http;
  readonly clock: Clock;
}

const requestMs = 2000;
/** New ones are fetched this long before the old ones expire. */
const marginMs = 300_000;
/** They are held no longer than this, whatever they say: a session of a role lasts 12 hours at most. */
const longestHeldMs = 43_200_000;
/** How often to try, as long as the old ones are still good: whoever asks sooner may get the same again. */
const againMs = 30_000;
const root = '/latest/meta-data/cam/security-credentials/';

interface Fetched {
  readonly pair: KeyPair;
  readonly expiresAtMs: number;
}

/**
 * Credentials of the CAM role that is bound to this host. Not by the SDK's own provider: that one
 * keeps a failure for ever, has no timeout, and asks without end for what has expired.
 */
export function roleCredentialsFrom(options: RoleOptions): Credentials {
  const { clock } = options;
  let held: Fetched | undefined;
  let fetching: Promise<Fetched> | undefined;
  let begunAt = 0;

  /**
   * Everybody who needs new ones waits for the same requests, which do not end when one of those who
   * wait leaves; what fails is not kept.
   */
  const begin = async (): Promise<Fetched> => {
    begunAt = clock.now();
    try {
      held = await fetchRole(options, new AbortController().signal);
      return held;
    } finally {
      fetching = undefined;
    }
  };
  const fetch = (): Promise<Fetched> => (fetching ??= begin());
  /** Nobody waits for that, and nothing is lost where it fails. */
  const fetchBeside = (): void => {
    if (clock.now() - begunAt >= againMs) fetch().catch(() => undefined);
  };
  return {
    mayChange: false,
    async get(signal) {
      const leftMs = held === undefined ? 0 : held.expiresAtMs - clock.wall();
      if (held === undefined || leftMs <= 0) return (await awaitUnder(signal, fetch())).pair;
      if (leftMs <= marginMs) fetchBeside();
      return held.pair;
    },
    renew(refused) {
      // Those that were fetched meanwhile may be the same ones.
      if (held?.pair.secretId.reveal() === refused.secretId.reveal()) held = undefined;
      return true;
    },
  };
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
