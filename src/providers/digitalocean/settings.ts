import type { InferOutput } from 'valibot';

import type { Given } from '../configured-cloud.ts';
import type { SecretSpec } from '../secret-spec.ts';
import type { section } from './config-schema.ts';

export type Section = InferOutput<typeof section>;

export interface Settings {
  readonly tokenFile: string | undefined;
  /** Base URL of the API, without a path. */
  readonly endpoint: string;
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
}

export function settingsOf(
  {
    tokenFile,
    endpoint = 'https://api.digitalocean.com',
    metadata = 'http://169.254.169.254',
  }: Partial<Section>,
  given: Given,
): Settings {
  return { tokenFile, endpoint: given.endpoint(endpoint), metadata: given.metadata(metadata) };
}

/** Where the API token comes from. */
export function tokenOf({ tokenFile }: Pick<Settings, 'tokenFile'>): SecretSpec<'token', never> {
  return {
    what: 'API token',
    isNeeded: true,
    parts: [
      {
        part: 'token',
        what: 'API token',
        credential: 'do_token',
        file: { path: tokenFile, key: 'providers.digitalocean.tokenFile' },
        variables: ['DO_TOKEN', 'DIGITALOCEAN_TOKEN'],
      },
    ],
  };
}
