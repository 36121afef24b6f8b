import type { InferOutput } from 'valibot';

import { parseEndpoint } from '../../lib/http/endpoint.ts';
import type { Given } from '../configured-cloud.ts';
import type { SecretSpec } from '../secret-spec.ts';
import { usualFolders } from './clouds-folders.ts';
import type { section } from './config-schema.ts';

export type Section = InferOutput<typeof section>;

export interface Settings {
  /** One of the clouds in clouds.yaml. */
  readonly cloud: string | undefined;
  readonly cloudsFile: string | undefined;
  /** Where clouds.yaml is looked for, where nobody names it. */
  readonly folders: readonly string[];
  /** Of Keystone, with its path. */
  readonly authUrl: string | undefined;
  readonly applicationCredentialIdFile: string | undefined;
  readonly applicationCredentialSecretFile: string | undefined;
  readonly region: string | undefined;
  /** Which endpoint of the catalog: public, internal or admin. */
  readonly interface: string | undefined;
  /** PEM of whoever has signed the certificates of the cloud. */
  readonly caFile: string | undefined;
  /** Who logs in and to which project, by the names of clouds.yaml. */
  readonly user: Readonly<Record<string, string>>;
  readonly allowHttp: boolean;
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
}

export function settingsOf(given: Partial<Section>, environment: Given): Settings {
  const { variable } = environment;
  const allowHttp = variable('FLOATIP_ALLOW_HTTP') === '1';
  return {
    cloud: variable('OS_CLOUD') ?? given.cloud,
    cloudsFile: variable('OS_CLIENT_CONFIG_FILE') ?? given.cloudsFile,
    folders: usualFolders(variable),
    authUrl: authUrlOf(given.authUrl, variable('OS_AUTH_URL'), allowHttp),
    applicationCredentialIdFile: given.applicationCredentialIdFile,
    applicationCredentialSecretFile: given.applicationCredentialSecretFile,
    region: variable('OS_REGION_NAME') ?? given.region,
    interface: variable('OS_INTERFACE') ?? variable('OS_ENDPOINT_TYPE'),
    caFile: variable('OS_CACERT'),
    user: userIn(variable),
    allowHttp,
    metadata: environment.metadata(given.metadata ?? 'http://169.254.169.254'),
  };
}

function authUrlOf(
  inFile: string | undefined,
  inEnvironment: string | undefined,
  allowHttp: boolean,
): string | undefined {
  const text = inEnvironment ?? inFile;
  if (text === undefined) return undefined;
  const origin = inEnvironment === undefined ? 'providers.openstack.authUrl' : 'OS_AUTH_URL';
  return parseEndpoint(text, { origin, allowHttp, mayHavePath: true });
}

/** Those of an openrc file, the older names last. */
const userVariables: Readonly<Record<string, readonly string[]>> = {
  username: ['OS_USERNAME'],
  user_id: ['OS_USER_ID'],
  user_domain_name: ['OS_USER_DOMAIN_NAME'],
  user_domain_id: ['OS_USER_DOMAIN_ID'],
  project_name: ['OS_PROJECT_NAME', 'OS_TENANT_NAME'],
  project_id: ['OS_PROJECT_ID', 'OS_TENANT_ID'],
  project_domain_name: ['OS_PROJECT_DOMAIN_NAME'],
  project_domain_id: ['OS_PROJECT_DOMAIN_ID'],
};

function userIn(variable: Given['variable']): Readonly<Record<string, string>> {
  const found = Object.entries(userVariables).flatMap(([key, names]) => {
    const [value] = names.flatMap((name) => variable(name) ?? []);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(found);
}

type Credential = Pick<
  Settings,
  'applicationCredentialIdFile' | 'applicationCredentialSecretFile' | 'cloud' | 'user'
>;

/** Where an application credential comes from. A user with a password, or a file of clouds, is another way. */
export function applicationCredentialOf(settings: Credential): SecretSpec<'id' | 'secret', never> {
  const { applicationCredentialIdFile, applicationCredentialSecretFile, cloud, user } = settings;
  const hasUser = user['username'] !== undefined || user['user_id'] !== undefined;
  const key = 'providers.openstack.applicationCredential';
  return {
    what: 'application credential',
    isNeeded: cloud === undefined && !hasUser,
    parts: [
      {
        part: 'id',
        what: 'application credential id',
        credential: 'openstack_application_credential_id',
        file: { path: applicationCredentialIdFile, key: `${key}IdFile` },
        variables: ['OS_APPLICATION_CREDENTIAL_ID'],
      },
      {
        part: 'secret',
        what: 'application credential secret',
        credential: 'openstack_application_credential_secret',
        file: { path: applicationCredentialSecretFile, key: `${key}SecretFile` },
        variables: ['OS_APPLICATION_CREDENTIAL_SECRET'],
      },
    ],
  };
}

/** The password of the user in the environment. */
export const passwordOfUser: SecretSpec<'password', never> = {
  what: 'password',
  isNeeded: false,
  parts: [
    {
      part: 'password',
      what: 'password',
      credential: 'openstack_password',
      file: { path: undefined, key: 'auth.password of clouds.yaml' },
      variables: ['OS_PASSWORD'],
    },
  ],
};
