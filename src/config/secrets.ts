import { statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { errnoOf } from '../lib/errno.ts';
import { Oddity } from '../lib/oddity.ts';
import { readRegular } from '../lib/regular-file.ts';
import { Secret } from '../lib/secret.ts';
import type { KeyPair, Origin } from '../lib/secret.ts';
import { Failure } from '../ports/failure.ts';
import type { Config } from './config.ts';
import { valueOf } from './environment.ts';
import type { Environment } from './environment.ts';
import { refuseOpenSecret } from './refuse-open-file.ts';
import { mistakeAround } from './secret-shape.ts';

export interface SecretSources {
  /** What it is, in words: `API token`. */
  readonly what: string;
  /** The file's name in systemd's `$CREDENTIALS_DIRECTORY`. */
  readonly credential: string;
  /** The file that the config names, and the key that names it. */
  readonly file: { readonly path: string | undefined; readonly key: string };
  /** The first of these variables that is set counts. */
  readonly variables: readonly string[];
  /** What else to do where there is none. */
  readonly otherwise?: string;
}

/** Reads every secret of the clouds that a config names, to see that it can be used. Throws `config`. */
export function checkSecrets({ clouds, tencent, digitalocean }: Config, env: Environment): void {
  if (clouds.includes('tencent')) loadKeyPair(tencent, env);
  if (clouds.includes('digitalocean')) {
    loadSecret(digitalOceanTokenSources(digitalocean.tokenFile), env);
  }
}

/** Where DigitalOcean's API token comes from. */
export function digitalOceanTokenSources(tokenFile: string | undefined): SecretSources {
  return {
    what: 'API token',
    credential: 'do_token',
    file: { path: tokenFile, key: 'providers.digitalocean.tokenFile' },
    variables: ['DO_TOKEN', 'DIGITALOCEAN_TOKEN'],
  };
}

/** The files that may hold the key pair of Tencent Cloud. */
export interface KeyFiles {
  readonly secretIdFile: string | undefined;
  readonly secretKeyFile: string | undefined;
}

/** The key pair, or nothing where nothing names one. Throws `config`, also where half of it is missing. */
export function loadKeyPair(files: KeyFiles, env: Environment): KeyPair | undefined {
  for (const place of places) {
    const found = keyPairIn(place, files, env);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Halves from two places would not belong together, and a token belongs to the pair beside it. */
export function keyPairIn(place: Place, files: KeyFiles, env: Environment): KeyPair | undefined {
  const idSources: SecretSources = {
    what: 'secret id',
    credential: 'tencent_secret_id',
    file: { path: files.secretIdFile, key: 'providers.tencent.credentials.secretIdFile' },
    variables: ['TENCENTCLOUD_SECRET_ID'],
  };
  const keySources: SecretSources = {
    what: 'secret key',
    credential: 'tencent_secret_key',
    file: { path: files.secretKeyFile, key: 'providers.tencent.credentials.secretKeyFile' },
    variables: ['TENCENTCLOUD_SECRET_KEY'],
  };
  const secretId = findIn(place, idSources, env);
  const secretKey = findIn(place, keySources, env);
  if (secretId === undefined && secretKey === undefined) return undefined;
  if (secretId === undefined) throw absent(idSources);
  if (secretKey === undefined) throw absent(keySources);
  const token =
    place === 'environment' ? fromVariable('TENCENTCLOUD_TOKEN', 'token', env) : undefined;
  return { secretId, secretKey, token };
}

/**
 * Reads a secret: a systemd credential, else the configured file, else the environment. A source
 * that is there but cannot be used is an error, never passed over. Throws `config`.
 */
export function loadSecret(sources: SecretSources, env: Environment): Secret {
  const found = findSecret(sources, env);
  if (found === undefined) throw absent(sources);
  return found;
}

function findSecret(sources: SecretSources, env: Environment): Secret | undefined {
  for (const place of places) {
    const found = findIn(place, sources, env);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where secrets may be; the first place that has one counts. */
export const places = ['credentials', 'file', 'environment'] as const;
export type Place = (typeof places)[number];

export function findIn(
  place: Place,
  { what, credential: name, file, variables }: SecretSources,
  env: Environment,
): Secret | undefined {
  if (place === 'credentials') {
    const folder = valueOf('CREDENTIALS_DIRECTORY', env);
    if (folder === undefined || !exists(join(folder, name))) return undefined;
    // systemd gives them to the user of the service, or lets it read what is root's.
    return fromFile(join(folder, name), what, statSync(folder).uid);
  }
  if (place === 'file') return file.path === undefined ? undefined : fromFile(file.path, what);
  for (const variable of variables) {
    const found = fromVariable(variable, what, env);
    if (found !== undefined) return found;
  }
  return undefined;
}

function absent({ what, variables, file, otherwise }: SecretSources): Failure {
  const hint = `Set ${variables.join(' or ')}, or name a file that holds it in ${file.key}`;
  return new Failure('config', `There is no ${what}`, {
    hint: otherwise === undefined ? hint : `${hint}. ${otherwise}`,
  });
}

export function fromVariable(variable: string, what: string, env: Environment): Secret | undefined {
  const value = valueOf(variable, env);
  if (value === undefined) return undefined;
  const text = checked(value, what, `The variable ${variable}`);
  return new Secret(text, { text: `the environment variable ${variable}` });
}

/** A secret is a line. */
const maxBytes = 64 * 1024;

function fromFile(path: string, what: string, owner?: number): Secret {
  const origin = `The ${shortNameOf(what)} file ${path}`;
  try {
    const { text, stats } = readRegular(path, maxBytes);
    refuseOpenSecret(path, stats, { origin, owner });
    const from = originOf(path, owner !== undefined);
    return new Secret(checked(text, what, origin), { ...from, ...noteOn(text) });
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof Oddity) throw unusable(`${origin} ${error.why}`, what);
    const unreadable = `Cannot read the ${shortNameOf(what)} file ${path}: ${errnoOf(error)}`;
    throw new Failure('config', unreadable, {
      hint: `Check the path, and that this user or its primary group may read it`,
      cause: error,
    });
  }
}

function shortNameOf(what: string): string {
  return what.replace('API ', '');
}

function unusable(message: string, what: string): Failure {
  return new Failure('config', message, {
    hint: `Name a file that holds the ${what} and nothing else`,
  });
}

const copied = 'systemd copies credentials when it starts a unit: restart it after a change';

function originOf(path: string, isCredential: boolean): Origin {
  if (isCredential) return { text: `the systemd credential ${basename(path)}`, hint: copied };
  // A config may name the copy as a file.
  const isCopy = path.startsWith('/run/credentials/');
  return { text: `the file ${path}`, ...(isCopy ? { hint: copied } : {}) };
}

/** Editors of Windows write it. It is left out here, and other programs stumble over it. */
function noteOn(text: string): Pick<Origin, 'note'> {
  return text.startsWith('\uFEFF')
    ? { note: 'begins with a byte order mark (BOM), which is left out: save it without' }
    : {};
}

function checked(text: string, what: string, origin: string): string {
  const value = text.trim();
  if (value === '') {
    throw new Failure('config', `${origin} is empty`, { hint: `Put the ${what} there` });
  }
  const mistake = mistakeAround(value);
  if (mistake !== undefined) {
    throw new Failure('config', `${origin} ${mistake}`, {
      hint: `Put the ${what} there and nothing else`,
    });
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    const more = `holds more than a ${shortNameOf(what)}: spaces, line breaks or odd characters`;
    throw new Failure('config', `${origin} ${more}`, {
      hint: `Put the ${what} there and nothing else`,
    });
  }
  return value;
}

/** A hook inherits keepalived's folder of credentials, which is not for it to read. */
function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
