import { readFileSync } from 'node:fs';

import { errnoOf } from '../../lib/files/errno.ts';
import { parseEndpoint } from '../../lib/http/endpoint.ts';
import type { Secret } from '../../lib/secret.ts';
import { Failure } from '../../ports/failure.ts';
import type { SecretReader } from '../secret-spec.ts';
import type { CloudInFile } from './clouds-file.ts';
import { identityWith, secretIn } from './identity-words.ts';
import { applicationCredentialOf, passwordOfUser } from './settings.ts';
import type { Settings } from './settings.ts';

/** Whom Keystone is asked as, where it is, and which of its endpoints are meant. */
export interface Login {
  /** Of Keystone's API of version 3. */
  readonly authUrl: string;
  readonly region: string | undefined;
  readonly interface: string;
  /** PEM of whoever has signed the certificates; without it, those that Node trusts. */
  readonly ca: string | undefined;
  readonly secret: Secret;
  /** What is sent for a token. Has the secret in it. */
  identity(): object;
}

type Named = Pick<Settings, 'authUrl' | 'region' | 'interface' | 'caFile' | 'allowHttp'>;

/**
 * Reads the credential: an application credential by the usual places of secrets, else what clouds.yaml has for the
 * cloud that is named, else a user with a password in the environment. Returns how to read it again, which throws
 * `config`.
 */
export async function loginReader(
  settings: Settings,
  secrets: Pick<SecretReader, 'find'>,
): Promise<() => Login> {
  const { cloud } = settings;
  // Who names no cloud does not pay for YAML.
  const file = cloud === undefined ? undefined : await import('./clouds-file.ts');
  return () => {
    const inFile = cloud === undefined ? undefined : file?.readCloud(cloud, settings);
    const given = secrets.find(applicationCredentialOf(settings));
    if (given !== undefined) {
      const { id, secret } = given;
      const words = { application_credential_id: id.reveal() };
      return loginOf({ words, secret }, settings, inFile);
    }
    if (inFile !== undefined) return loginOf(fromFile(inFile), settings, inFile);
    const password = secrets.find(passwordOfUser)?.password;
    if (password === undefined) throw noCredential(settings);
    return loginOf({ words: settings.user, secret: password }, settings, inFile);
  };
}

interface Credential {
  readonly words: Readonly<Record<string, string>>;
  readonly secret: Secret;
}

const loginTypes = new Set(['v3applicationcredential', 'password', 'v3password', undefined]);

function fromFile({ path, entry }: CloudInFile): Credential {
  const { auth, auth_type: type, verify, profile } = entry;
  if (!loginTypes.has(type)) {
    throw new Failure('config', `${path}: floatip cannot log in by auth_type ${type}`, {
      hint: 'Make an application credential: openstack application credential create floatip',
    });
  }
  if (!verify) {
    throw new Failure('config', `${path}: verify: false would show the credential to anybody`, {
      hint: 'Name the CA of the cloud in cacert instead',
    });
  }
  if (profile !== undefined && auth['auth_url'] === undefined) {
    throw new Failure('config', `${path}: floatip knows no profiles`, {
      hint: 'Write auth_url below auth, as openstack configuration show prints it',
    });
  }
  return { words: wordsOf(auth), secret: secretIn(auth, path) };
}

function wordsOf(auth: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const plain = Object.entries(auth).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number',
  );
  return Object.fromEntries(plain.map(([key, value]) => [key, String(value)]));
}

function loginOf(
  { words, secret }: Credential,
  settings: Named,
  inFile: CloudInFile | undefined,
): Login {
  const login = {
    authUrl: versioned(authUrlOf(settings, inFile)),
    region: settings.region ?? regionIn(inFile),
    interface: interfaceOf(settings.interface ?? interfaceIn(inFile)),
    ca: certificatesIn(settings.caFile ?? inFile?.entry.cacert),
    secret,
  };
  // What is wrong with it shows before anything is sent.
  identityWith(words, secret);
  return { ...login, identity: () => identityWith(words, secret) };
}

function regionIn(inFile: CloudInFile | undefined): string | undefined {
  const { region_name: region, regions = [] } = inFile?.entry ?? {};
  const [first] = regions;
  return region ?? (typeof first === 'string' ? first : undefined);
}

function interfaceIn(inFile: CloudInFile | undefined): string | undefined {
  return inFile?.entry.interface ?? inFile?.entry.endpoint_type;
}

function authUrlOf({ authUrl, allowHttp }: Named, inFile: CloudInFile | undefined): string {
  if (authUrl !== undefined) return authUrl;
  const given = inFile?.entry.auth['auth_url'];
  if (typeof given === 'string') {
    const origin = `${inFile?.path ?? 'clouds.yaml'}, auth.auth_url`;
    return parseEndpoint(given, { origin, allowHttp, mayHavePath: true });
  }
  throw new Failure('config', 'Nothing says where Keystone is', {
    hint: 'Set authUrl in providers.openstack, or OS_AUTH_URL, such as https://keystone.example.com/v3',
  });
}

/** People leave the version out, or have an openrc file from the days of another one. */
function versioned(url: string): string {
  return url.endsWith('/v3') ? url : `${url.replace(/\/v2\.0$/, '')}/v3`;
}

/** Older tools say publicURL. */
function interfaceOf(text = 'public'): string {
  const [name = ''] = text.split('URL');
  if (['public', 'internal', 'admin'].includes(name)) return name;
  throw new Failure('config', `The catalog of OpenStack has no interface ${text}`, {
    hint: 'Set interface in clouds.yaml, or OS_INTERFACE, to public, internal or admin',
  });
}

function certificatesIn(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Failure('config', `Cannot read the CA certificates ${path}: ${errnoOf(error)}`, {
      hint: 'Check cacert in clouds.yaml, or OS_CACERT, and that this user may read it',
      cause: error,
    });
  }
}

function noCredential({ user }: Settings): Failure {
  const what =
    user['username'] === undefined ? 'credential of OpenStack' : 'password of the OpenStack user';
  return new Failure('config', `There is no ${what}`, {
    hint: 'Set cloud in providers.openstack, or OS_CLOUD, to one of clouds.yaml, or name the files of an application credential in applicationCredentialIdFile and applicationCredentialSecretFile',
  });
}
