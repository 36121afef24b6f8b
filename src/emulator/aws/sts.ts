import { stsVersion } from './description.ts';
import type { Assumable, Keyring } from './keyring.ts';
import { missingParameter, Refusal } from './refusal.ts';
import { requireVersion } from './request.ts';
import { document } from './xml.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';
const parameters = new Set([
  'Action',
  'Version',
  'RoleArn',
  'RoleSessionName',
  'DurationSeconds',
  'ExternalId',
]);

/** AssumeRole, the one action of STS that is understood here. Returns the answer, or throws a {@link Refusal}. */
export function assumeRole(form: URLSearchParams, keyring: Keyring, requestId: string): string {
  requireVersion(form, stsVersion);
  for (const name of form.keys()) {
    if (!parameters.has(name)) throw new Refusal('ValidationError', `${name} is not understood`);
  }
  const arn = needed(form, 'RoleArn');
  const session = needed(form, 'RoleSessionName');
  const role = keyring.assumable.find((one) => one.arn === arn);
  if (role === undefined || !isTrusted(role, form)) {
    throw new Refusal(
      'AccessDenied',
      `User is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
  }
  const { accessKeyId, secretAccessKey, sessionToken, expiresAtMs } = keyring.issue(role);
  const result = {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(expiresAtMs).toISOString(),
    },
    AssumedRoleUser: { Arn: `${arn}/${session}`, AssumedRoleId: `AROAREHEARSAL:${session}` },
  };
  const value = { AssumeRoleResult: result, ResponseMetadata: { RequestId: requestId } };
  return document('AssumeRoleResponse', value, namespace);
}

function needed(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') throw missingParameter(name);
  return value;
}

function isTrusted({ externalId }: Assumable, form: URLSearchParams): boolean {
  return externalId === undefined || form.get('ExternalId') === externalId;
}
