import type { InferOutput } from 'valibot';

import type { Given } from '../configured-cloud.ts';
import type { SecretSpec } from '../secret-spec.ts';
import type { section } from './config-schema.ts';

export type Section = InferOutput<typeof section>;

export interface Settings {
  /** Without it, the metadata service says. */
  readonly region: string | undefined;
  /** The files of a key pair; without them and without a key pair in the environment, the role of the instance. */
  readonly accessKeyIdFile: string | undefined;
  readonly secretAccessKeyFile: string | undefined;
  /** The role that is taken on with these credentials. */
  readonly assumeRole: AssumedRole | undefined;
  readonly wantsFips: boolean;
  /** Base URL of the EC2 API, without a path; without it, that of the region. */
  readonly endpoint: string | undefined;
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
}

export interface AssumedRole {
  /** Its ARN. */
  readonly role: string;
  /** What the account of the role asks for, where it does. */
  readonly externalId?: string;
  /** Base URL of the STS API; without it, that of the region. */
  readonly endpoint?: string;
}

export function settingsOf(
  {
    region,
    endpoint,
    assumeRole,
    fips = false,
    credentials = 'role',
    metadata = 'http://169.254.169.254',
  }: Partial<Section>,
  given: Given,
): Settings {
  const files = credentials === 'role' ? undefined : credentials;
  return {
    region: given.variable('AWS_REGION') ?? region,
    accessKeyIdFile: files?.accessKeyIdFile,
    secretAccessKeyFile: files?.secretAccessKeyFile,
    assumeRole: typeof assumeRole === 'string' ? { role: assumeRole } : assumeRole,
    wantsFips: fips || given.variable('AWS_USE_FIPS_ENDPOINT')?.toLowerCase() === 'true',
    endpoint: given.endpoint(endpoint),
    metadata: given.metadata(metadata),
  };
}

type KeyFiles = Pick<Settings, 'accessKeyIdFile' | 'secretAccessKeyFile'>;

/** Where the key pair comes from. */
export function keyPairOf(files: KeyFiles): SecretSpec<'secretId' | 'secretKey', 'token'> {
  return {
    what: 'key pair',
    isNeeded: false,
    parts: [
      {
        part: 'secretId',
        what: 'access key id',
        credential: 'aws_access_key_id',
        file: { path: files.accessKeyIdFile, key: 'providers.aws.credentials.accessKeyIdFile' },
        variables: ['AWS_ACCESS_KEY_ID'],
      },
      {
        part: 'secretKey',
        what: 'secret access key',
        credential: 'aws_secret_access_key',
        file: {
          path: files.secretAccessKeyFile,
          key: 'providers.aws.credentials.secretAccessKeyFile',
        },
        variables: ['AWS_SECRET_ACCESS_KEY'],
      },
    ],
    extras: [{ part: 'token', what: 'session token', variable: 'AWS_SESSION_TOKEN' }],
  };
}
