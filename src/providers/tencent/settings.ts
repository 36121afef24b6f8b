import type { InferOutput } from 'valibot';

import type { Given } from '../configured-cloud.ts';
import type { SecretSpec } from '../secret-spec.ts';
import type { section } from './config-schema.ts';

export type Section = InferOutput<typeof section>;

export interface Settings {
  /** Without it, the metadata service says. */
  readonly region: string | undefined;
  /** The files of a key pair; without them and without a key pair in the environment, the CAM role. */
  readonly secretIdFile: string | undefined;
  readonly secretKeyFile: string | undefined;
  /** Base URL of the API, without a path; without it, the one inside the VPC, else the public one. */
  readonly endpoint: string | undefined;
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
}

export function settingsOf(
  {
    region,
    endpoint,
    credentials = 'role',
    metadata = 'http://metadata.tencentyun.com',
  }: Partial<Section>,
  given: Given,
): Settings {
  const files = credentials === 'role' ? undefined : credentials;
  return {
    region: given.variable('TENCENTCLOUD_REGION') ?? region,
    secretIdFile: files?.secretIdFile,
    secretKeyFile: files?.secretKeyFile,
    endpoint: given.endpoint(endpoint),
    metadata: given.metadata(metadata),
  };
}

type KeyFiles = Pick<Settings, 'secretIdFile' | 'secretKeyFile'>;

/** Where the key pair comes from. */
export function keyPairOf(files: KeyFiles): SecretSpec<'secretId' | 'secretKey', 'token'> {
  return {
    what: 'key pair',
    isNeeded: false,
    parts: [
      {
        part: 'secretId',
        what: 'secret id',
        credential: 'tencent_secret_id',
        file: { path: files.secretIdFile, key: 'providers.tencent.credentials.secretIdFile' },
        variables: ['TENCENTCLOUD_SECRET_ID'],
      },
      {
        part: 'secretKey',
        what: 'secret key',
        credential: 'tencent_secret_key',
        file: { path: files.secretKeyFile, key: 'providers.tencent.credentials.secretKeyFile' },
        variables: ['TENCENTCLOUD_SECRET_KEY'],
      },
    ],
    extras: [{ part: 'token', what: 'token', variable: 'TENCENTCLOUD_TOKEN' }],
  };
}
