import { safeParse } from 'valibot';

import { parseJson } from '../../lib/json.ts';
import { Secret } from '../../lib/secret.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Fetched } from '../credentials.ts';
import { linesAt, metadataRoot } from './metadata.ts';
import type { Ask } from './metadata.ts';
import { isRoleName, roleCredentials } from './schema.ts';

const folder = 'iam/security-credentials';

/**
 * Credentials of the role of this instance. That there is no role is believed once it was said twice in a row.
 * Throws `config` for that, `transport` for any other answer.
 */
export async function fetchRoleCredentials(ask: Ask): Promise<Fetched> {
  try {
    return await fetchOnce(ask);
  } catch (error) {
    if (!isFailure(error, 'config')) throw error;
    return await fetchOnce(ask);
  }
}

async function fetchOnce(ask: Ask): Promise<Fetched> {
  const [role] = await linesAt(ask, `${folder}/`);
  if (role === undefined) throw noRole();
  if (!isRoleName(role)) {
    throw new Failure(
      'transport',
      'The metadata service gave something else than the name of a role',
    );
  }
  const { status, body } = await ask(`${metadataRoot}/${folder}/${role}`);
  const parsed = safeParse(roleCredentials, status === 200 ? parseJson(body) : undefined);
  if (!parsed.success) {
    throw new Failure('transport', `The metadata service gave no credentials of the role ${role}`);
  }
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = parsed.output;
  const pair = {
    secretId: new Secret(AccessKeyId),
    secretKey: new Secret(SecretAccessKey),
    token: new Secret(Token),
  };
  return { pair, expiresAtMs: Expiration };
}

function noRole(): Failure {
  return new Failure('config', 'There is no key pair, and no role is bound to this instance', {
    hint: 'Give the instance a profile with a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  });
}
