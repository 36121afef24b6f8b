import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { errnoOf } from '../lib/errno.ts';
import { Secret } from '../lib/secret.ts';
import { Failure } from '../ports/failure.ts';
import type { Environment } from './environment.ts';

export interface SecretSources {
  /** The file's name in systemd's `$CREDENTIALS_DIRECTORY`. */
  readonly credential: string;
  /** The file that the config names, and the key that names it. */
  readonly file: { readonly path: string | undefined; readonly key: string };
  /** The first of these variables that is set counts. */
  readonly variables: readonly string[];
}

/** Where DigitalOcean's API token comes from. */
export function digitalOceanTokenSources(tokenFile: string | undefined): SecretSources {
  return {
    credential: 'do_token',
    file: { path: tokenFile, key: 'providers.digitalocean.tokenFile' },
    variables: ['DO_TOKEN', 'DIGITALOCEAN_TOKEN'],
  };
}

/**
 * Reads a secret: a systemd credential, else the configured file, else the environment. A source
 * that is there but cannot be used is an error, never passed over. Throws `config`.
 */
export function loadSecret(sources: SecretSources, env: Environment): Secret {
  const folder = env['CREDENTIALS_DIRECTORY'];
  const credential = folder === undefined ? undefined : join(folder, sources.credential);
  if (credential !== undefined && exists(credential)) return fromFile(credential);
  if (sources.file.path !== undefined) return fromFile(sources.file.path);
  for (const variable of sources.variables) {
    const value = env[variable];
    if (value !== undefined) return checked(value, `The variable ${variable}`);
  }
  const variables = sources.variables.join(' or ');
  throw new Failure('config', 'There is no API token', {
    hint: `Set ${variables}, or name a file that holds it in ${sources.file.key}`,
  });
}

function fromFile(path: string): Secret {
  let text: string;
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw notAFile(path);
    // Readable by others means that it has leaked already.
    if ((stats.mode & 0o007) !== 0) throw readableByOthers(path);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('config', `Cannot read the token file ${path}: ${errnoOf(error)}`, {
      hint: `Check the path, and that this user or its primary group may read it`,
      cause: error,
    });
  }
  return checked(text, `The token file ${path}`);
}

function notAFile(path: string): Failure {
  return new Failure('config', `The token file ${path} is not a regular file`, {
    hint: 'Name a file that holds the API token and nothing else',
  });
}

function readableByOthers(path: string): Failure {
  return new Failure('config', `The token file ${path} is open to every user of this host`, {
    hint: `Close it with: chmod o= ${path}`,
  });
}

function checked(text: string, origin: string): Secret {
  const value = text.trim();
  if (value === '') {
    throw new Failure('config', `${origin} is empty`, { hint: 'Put the API token there' });
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new Failure(
      'config',
      `${origin} holds more than a token: spaces, line breaks or odd characters`,
      {
        hint: 'Put the API token there and nothing else',
      },
    );
  }
  return new Secret(value);
}

/** A hook inherits keepalived's folder of credentials, which is not for it to read. */
function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
