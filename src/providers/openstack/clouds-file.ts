import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import * as v from 'valibot';
import { parse } from 'yaml';

import { errnoOf } from '../../lib/files/errno.ts';
import { Oddity } from '../../lib/files/oddity.ts';
import { refuseOpenConfig, refuseOpenSecret } from '../../lib/files/refuse-open-file.ts';
import { readRegular } from '../../lib/files/regular-file.ts';
import { isRecord } from '../../lib/json.ts';
import { Failure } from '../../ports/failure.ts';
import type { Settings } from './settings.ts';

/** One cloud as clouds.yaml has it, with what secure.yaml adds. */
export interface CloudInFile {
  readonly path: string;
  readonly entry: CloudEntry;
}

const text = v.pipe(v.union([v.string(), v.number()]), v.transform(String));

/** Other keys are for other services and other tools. */
const cloudEntry = v.object({
  auth: v.optional(v.record(v.string(), v.unknown()), {}),
  auth_type: v.optional(text),
  profile: v.optional(v.unknown()),
  region_name: v.optional(text),
  regions: v.optional(v.array(v.unknown())),
  interface: v.optional(text),
  endpoint_type: v.optional(text),
  cacert: v.optional(text),
  verify: v.optional(v.boolean(), true),
});
export type CloudEntry = v.InferOutput<typeof cloudEntry>;

const names = ['clouds.yaml', 'clouds.yml', 'clouds.json'];

type Named = Pick<Settings, 'cloudsFile' | 'folders'>;

/** Reads a cloud of the first clouds.yaml that is there. Throws `config`. */
export function readCloud(cloud: string, settings: Named): CloudInFile {
  const path = settings.cloudsFile ?? fileIn(settings.folders, names);
  if (path === undefined) throw nowhere(cloud, settings);
  const clouds = cloudsIn(path);
  const plain = clouds[cloud];
  if (!isRecord(plain)) throw notThere(cloud, path, Object.keys(clouds));
  const parsed = v.safeParse(cloudEntry, merged(plain, secretsFor(cloud, path, settings)));
  if (parsed.success) return { path, entry: parsed.output };
  const [issue] = parsed.issues;
  const key = issue.path?.map((one) => String(one.key)).join('.') ?? '';
  throw new Failure('config', `${path}: ${key} of the cloud ${cloud} is not what it should be`, {
    hint: `Correct it: openstack --os-cloud ${cloud} token issue has to work with it`,
  });
}

function fileIn(folders: readonly string[], files: readonly string[]): string | undefined {
  const all = folders.flatMap((folder) => files.map((file) => join(folder, file)));
  return all.find((path) => existsSync(path));
}

/** Passwords may be in a file of their own, beside the other or in any of the usual places. */
function secretsFor(cloud: string, path: string, { folders }: Named): unknown {
  const file = fileIn([dirname(path), ...folders], ['secure.yaml', 'secure.yml', 'secure.json']);
  return file === undefined ? undefined : cloudsIn(file)[cloud];
}

/** A map within the other is merged, anything else is replaced. */
function merged(plain: unknown, more: unknown): unknown {
  if (!isRecord(plain) || !isRecord(more)) return more ?? plain;
  const keys = new Set([...Object.keys(plain), ...Object.keys(more)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(plain[key], more[key])]));
}

const maxBytes = 1024 * 1024;

function cloudsIn(path: string): Readonly<Record<string, unknown>> {
  const { text: contents, stats } = orRefused(path, () => readRegular(path, maxBytes));
  refuseOpenConfig(path, stats);
  const document = parsedAs(path, contents);
  const clouds = isRecord(document) ? document['clouds'] : undefined;
  if (!isRecord(clouds)) {
    throw new Failure('config', `${path} has no clouds: in it`, {
      hint: 'Download clouds.yaml from the dashboard, under API access',
    });
  }
  if (hasSecret(clouds)) refuseOpenSecret(path, stats, { origin: `The file ${path}` });
  return clouds;
}

function hasSecret(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return Object.entries(value).some(
    ([key, inner]) => /^(?:password|\w*_secret|token)$/.test(key) || hasSecret(inner),
  );
}

/** What the parser says may quote the file, and with it a secret. */
function parsedAs(path: string, contents: string): unknown {
  try {
    return parse(contents);
  } catch (error) {
    const line = isRecord(error) && Array.isArray(error['linePos']) ? error['linePos'][0] : {};
    const at: unknown = isRecord(line) ? line['line'] : undefined;
    throw new Failure('config', `${path}${typeof at === 'number' ? `:${at}` : ''} is not YAML`, {
      hint: 'Correct it, or download it anew from the dashboard, under API access',
    });
  }
}

function orRefused<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Oddity) throw new Failure('config', `${path} ${error.why}`);
    throw new Failure('config', `Cannot read ${path}: ${errnoOf(error)}`, {
      hint: 'Check the path, and that this user may read it',
      cause: error,
    });
  }
}

function nowhere(cloud: string, { folders }: Named): Failure {
  return new Failure(
    'config',
    `There is no clouds.yaml with the cloud ${cloud}: looked in ${folders.join(', ')}`,
    { hint: 'Put it into /etc/openstack, or name it in providers.openstack.cloudsFile' },
  );
}

function notThere(cloud: string, path: string, known: readonly string[]): Failure {
  return new Failure('config', `There is no cloud ${cloud} in ${path}`, {
    hint: `Name one of ${known.join(', ')} in providers.openstack.cloud, or in OS_CLOUD`,
  });
}
