import { statSync } from 'node:fs';
import type { Stats } from 'node:fs';

import type { BootCache } from '../lib/files/boot-cache.ts';
import { errnoOf } from '../lib/files/errno.ts';
import { Oddity } from '../lib/files/oddity.ts';
import { refuseOpenConfig } from '../lib/files/refuse-open-file.ts';
import { readRegular, requireRegular } from '../lib/files/regular-file.ts';
import { isRecord } from '../lib/json.ts';
import { version } from '../lib/version.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Clouds } from '../providers/clouds.ts';
import { configOf } from './config.ts';
import type { Config, ConfigSource } from './config.ts';
import { checkProxies, isPlaced, valueOf } from './environment.ts';
import type { Environment } from './environment.ts';
import type { LastConfigs } from './last-config.ts';
import { likelyClouds } from './likely-clouds.ts';
import type { ConfigFile } from './schema.ts';

export const defaultConfigPath = '/etc/floatip/config.yaml';

export interface LoadOptions {
  /** What `--config` names. */
  readonly path: string | undefined;
  readonly env: Environment;
  readonly clouds: Clouds;
  /** Where a parsed file is kept, so that a hook need not load what parses it. */
  readonly cache?: BootCache;
  /** Where a file that can be used is remembered. */
  readonly last?: LastConfigs;
  /** Whether to go on with the file as it was remembered where it cannot be used as it is now. */
  readonly mayGoOn?: boolean;
}

/**
 * The config of this run: the file named by the flag, else by `FLOATIP_CONFIG`, else
 * `/etc/floatip/config.yaml` if it is there, else defaults alone; with the environment's overrides.
 * Throws `config`.
 */
export async function loadConfig(options: LoadOptions): Promise<Config> {
  const { path: flag, env, clouds, ...where } = options;
  const named = flag ?? valueOf('FLOATIP_CONFIG', env);
  const path = named ?? (statsOf(defaultConfigPath) && defaultConfigPath);
  if (path === undefined) return await withClouds({}, { path, env, clouds });
  const source = { path, env, clouds };
  try {
    return await loadFile(source, where);
  } catch (error) {
    if (where.mayGoOn !== true || !isFailure(error, 'config') || isAbsent(error)) throw error;
    const kept = where.last?.of(path);
    if (kept === undefined) throw error;
    const config = await withClouds(kept.file, source);
    return { ...config, instead: wentOn(path, error, kept.at) };
  }
}

type Where = Pick<LoadOptions, 'cache' | 'last'>;

interface FileSource extends ConfigSource {
  readonly path: string;
}

async function loadFile(source: FileSource, { cache, last }: Where): Promise<Config> {
  const { path } = source;
  const { file, isNew } = await readFile(source, cache);
  const config = await withClouds(file, source);
  if (isNew) last?.keep(path, file);
  return config;
}

/** With the clouds that are named or likely, or that the environment says something of, which is checked now. */
async function withClouds(file: ConfigFile, source: ConfigSource): Promise<Config> {
  const { env, clouds } = source;
  checkProxies(env);
  const config = configOf(file, source);
  const likely = likelyClouds(config, env, clouds);
  for (const name of clouds.names) {
    if (likely.includes(name) || isPlaced(name, env)) await config.cloud(name);
  }
  return config;
}

/** A file that somebody has removed is not to be gone on with. */
function isAbsent({ cause }: Failure): boolean {
  const code = errnoOf(cause);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function wentOn(path: string, { message }: Failure, at: number): string {
  const [first = ''] = message.split('\n');
  const reason = first.startsWith(`${path}:`)
    ? `line ${first.slice(path.length + 1)}`
    : first.replace(`The config file ${path}`, 'it');
  return `${path} cannot be used (${reason}): went on with the one of ${minuteOf(new Date(at))}`;
}

/** In the time zone of this host. */
function minuteOf(date: Date): string {
  const [month, day, hours, minutes] = [
    date.getMonth() + 1,
    date.getDate(),
    date.getHours(),
    date.getMinutes(),
  ].map((part) => String(part).padStart(2, '0'));
  return `${date.getFullYear()}-${month}-${day} ${hours}:${minutes}`;
}

interface Read {
  readonly file: ConfigFile;
  /** Whether it was parsed just now. */
  readonly isNew: boolean;
}

async function readFile({ path, clouds }: FileSource, cache: BootCache | undefined): Promise<Read> {
  const stats = statsOf(path);
  if (stats !== undefined) {
    if (isNullDevice(stats)) return { file: {}, isNew: false };
    orRefused(path, () => {
      requireRegular(path, stats);
      refuseOpenConfig(path, stats);
    });
  }
  const stamp = stampOf(stats);
  const kept = cache?.get(path);
  if (isKept(kept) && kept.stamp === stamp) return { file: kept.file, isNew: false };
  // A run without a config file pays neither for YAML nor for its schema.
  const { parseFile } = await import('./parse-file.ts');
  const file = await parseFile({ path, text: readText(path) }, clouds);
  cache?.set(path, { stamp, file } satisfies Kept);
  return { file, isNew: true };
}

interface Kept {
  readonly stamp: string;
  readonly file: ConfigFile;
}

/** What is kept was checked before it was put there. */
function isKept(value: unknown): value is Kept {
  return isRecord(value) && typeof value['stamp'] === 'string' && isRecord(value['file']);
}

/** Another one for whatever has to be read anew after an update, of the file or of what is made of it. */
const format = 4;

/** What changes with the file, and with what is made of it. */
function stampOf(stats: Stats | undefined): string {
  const { ino = 0, size = 0, mtimeMs = 0, ctimeMs = 0 } = stats ?? {};
  return [version, format, ino, size, mtimeMs, ctimeMs].join(' ');
}

/** The largest that makes sense has a few thousand addresses. */
const maxBytes = 1024 * 1024;

function readText(path: string): string {
  return orRefused(path, () => readRegular(path, maxBytes).text);
}

/** As which a config is named that is to be none. */
function isNullDevice(stats: Stats): boolean {
  return stats.isCharacterDevice() && stats.rdev === statSync('/dev/null').rdev;
}

/** What may be there, behind a folder that this user may not enter, is not taken for absent. */
function statsOf(path: string): Stats | undefined {
  return orRefused(path, () => statSync(path, { throwIfNoEntry: false }));
}

function orRefused<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof Oddity) throw unusable(path, error);
    throw new Failure('config', `Cannot read the config file ${path}: ${errnoOf(error)}`, {
      hint: 'Check the path and that this user may read it',
      cause: error,
    });
  }
}

function unusable(path: string, { why }: Oddity): Failure {
  return new Failure('config', `The config file ${path} ${why}`, {
    hint: 'Name a YAML file that lists the addresses with --config or FLOATIP_CONFIG',
  });
}
