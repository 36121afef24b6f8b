import { statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { errnoOf } from '../lib/files/errno.ts';
import { Oddity } from '../lib/files/oddity.ts';
import { refuseOpenSecret } from '../lib/files/refuse-open-file.ts';
import { readRegular } from '../lib/files/regular-file.ts';
import { Secret } from '../lib/secret.ts';
import type { Origin } from '../lib/secret.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Found, SecretPart, SecretReader, SecretSpec } from '../providers/secret-spec.ts';
import { valueOf } from './environment.ts';
import type { Environment } from './environment.ts';
import { mistakeAround } from './secret-shape.ts';

/** A source that is there but cannot be used is an error, never passed over. */
export function secretReader(env: Environment): SecretReader {
  const find: SecretReader['find'] = (spec) => {
    for (const place of placesOf(spec)) {
      const found = secretIn(place, spec, env);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    find,
    need(spec) {
      const found = find(spec);
      if (found !== undefined) return found;
      throw absent(spec.parts[0]);
    },
    again: (spec) => usable(() => find(spec)),
  };
}

/** Where secrets may be; the first place that has one counts. */
export type Place = 'credentials' | 'file' | VariableSet;

/** The first variables of all parts belong together, and so on. */
type VariableSet = number;

export function placesOf({ parts }: SecretSpec): readonly Place[] {
  return ['credentials', 'file', ...parts[0].variables.keys()];
}

/** All parts from one place: halves from two would not belong together, and an extra belongs to what is beside it. */
export function secretIn<Part extends string, Extra extends string>(
  place: Place,
  spec: SecretSpec<Part, Extra>,
  env: Environment,
): Found<Part, Extra> | undefined {
  const { parts, extras = [] } = spec;
  const found = parts.map((part) => [part.part, partIn(place, part, env)] as const);
  if (found.every(([, secret]) => secret === undefined)) return undefined;
  const beside = extras.map((extra) => {
    const isThere = typeof place === 'number';
    return [extra.part, isThere ? fromVariable(extra.variable, extra, env) : undefined] as const;
  });
  const secrets = Object.fromEntries(
    [...found, ...beside].filter(([, secret]) => secret !== undefined),
  );
  if (isWhole(secrets, spec)) return secrets;
  throw absent(parts.find(({ part }) => secrets[part] === undefined) ?? parts[0]);
}

/** Whether all parts are there. */
function isWhole<Part extends string, Extra extends string>(
  secrets: Readonly<Record<string, Secret | undefined>>,
  { parts }: SecretSpec<Part, Extra>,
): secrets is Found<Part, Extra> {
  return parts.every(({ part }) => secrets[part] !== undefined);
}

/** What was read, or nothing where it cannot be used: that is told where it is to be used. */
export function usable<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isFailure(error)) return undefined;
    throw error;
  }
}

function partIn(place: Place, part: SecretPart, env: Environment): Secret | undefined {
  const { credential, file, variables } = part;
  if (place === 'credentials') {
    const folder = valueOf('CREDENTIALS_DIRECTORY', env);
    if (folder === undefined || !exists(join(folder, credential))) return undefined;
    // systemd gives them to the user of the service, or lets it read what is root's.
    return fromFile(join(folder, credential), part, statSync(folder).uid);
  }
  if (place === 'file') return file.path === undefined ? undefined : fromFile(file.path, part);
  const variable = variables[place];
  return variable === undefined ? undefined : fromVariable(variable, part, env);
}

function absent({ what, variables, file }: SecretPart): Failure {
  return new Failure('config', `There is no ${what}`, {
    hint: `Set ${variables.join(' or ')}, or name a file that holds it in ${file.key}`,
  });
}

/** What there is to know of a text to see whether it can be that secret. */
type Sort = Pick<SecretPart, 'what' | 'isUrl'>;

function fromVariable(variable: string, sort: Sort, env: Environment): Secret | undefined {
  const value = valueOf(variable, env);
  if (value === undefined) return undefined;
  const text = checked(value, sort, `The variable ${variable}`);
  return new Secret(text, { text: `the environment variable ${variable}` });
}

/** A secret is a line. */
const maxBytes = 64 * 1024;

function fromFile(path: string, sort: Sort, owner?: number): Secret {
  const { what } = sort;
  const origin = `The ${shortNameOf(what)} file ${path}`;
  try {
    const { text, stats } = readRegular(path, maxBytes);
    refuseOpenSecret(path, stats, { origin, owner });
    const from = originOf(path, owner !== undefined);
    return new Secret(checked(text, sort, origin), { ...from, ...noteOn(text) });
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

function checked(text: string, { what, isUrl }: Sort, origin: string): string {
  const value = text.trim();
  if (value === '') {
    throw new Failure('config', `${origin} is empty`, { hint: `Put the ${what} there` });
  }
  const mistake = mistakeAround(value, isUrl);
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
