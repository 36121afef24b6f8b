import { safeParse } from 'valibot';

import { Secret } from '../../lib/secret.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Fetched } from '../credentials.ts';
import type { Account } from './account.ts';
import { assumedRole } from './schema.ts';
import type { AssumedRole } from './settings.ts';

/** The shortest that every role allows is a quarter of an hour; one that is taken on from a role, an hour at most. */
const sessionSeconds = '3600';

/** Credentials of another role, which the account of STS may take on. Throws `denied` where it may not. */
export async function fetchAssumedRole(
  sts: Account,
  { role, externalId }: AssumedRole,
  signal: AbortSignal,
): Promise<Fetched> {
  const { value } = await send(sts, { role, externalId, signal });
  const parsed = safeParse(assumedRole, value);
  if (!parsed.success) {
    throw new Failure('transport', `AWS's answer for the role ${role} is not what was expected`);
  }
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } =
    parsed.output.AssumeRoleResult.Credentials;
  const pair = {
    secretId: new Secret(AccessKeyId),
    secretKey: new Secret(SecretAccessKey),
    token: new Secret(SessionToken),
  };
  return { pair, expiresAtMs: Expiration };
}

interface Assuming {
  readonly role: string;
  readonly externalId: string | undefined;
  readonly signal: AbortSignal;
}

async function send(
  sts: Account,
  { role, externalId, signal }: Assuming,
): ReturnType<Account['send']> {
  const parameters = {
    RoleArn: role,
    RoleSessionName: 'floatip',
    DurationSeconds: sessionSeconds,
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
  };
  try {
    return await sts.send({ action: 'AssumeRole', parameters, subject: `role ${role}`, signal });
  } catch (error) {
    if (!isFailure(error, 'denied') || !error.message.includes('AccessDenied')) throw error;
    throw new Failure('denied', error.message, {
      hint: 'Allow it sts:AssumeRole, and name it in the trust policy of that role',
      cause: error,
    });
  }
}
