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

/** Where every server finds its metadata. */
export const ownMetadata = 'http://169.254.169.254';

export function settingsOf(
  { tokenFile, endpoint = 'https://api.hetzner.cloud', metadata = ownMetadata }: Partial<Section>,
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
        credential: 'hcloud_token',
        file: { path: tokenFile, key: 'providers.hetzner.tokenFile' },
        variables: ['HCLOUD_TOKEN'],
      },
    ],
  };
}
