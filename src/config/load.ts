import { existsSync, readFileSync } from 'node:fs';

import type { Address } from '../core/address.ts';
import { normaliseIp } from '../core/ip.ts';
import { errnoOf } from '../lib/errno.ts';
import type { Problem } from '../lib/yaml.ts';
import { Failure } from '../ports/failure.ts';
import { configOf } from './config.ts';
import type { Config } from './config.ts';
import { overlayEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';

export const defaultConfigPath = '/etc/floatip/config.yaml';

export interface LoadOptions {
  /** What `--config` names. */
  readonly path: string | undefined;
  readonly env: Environment;
}

/**
 * The config of this run: the file named by the flag, else by `FLOATIP_CONFIG`, else
 * `/etc/floatip/config.yaml` if it is there, else defaults alone; with the environment's overrides.
 * Throws `config`.
 */
export async function loadConfig({ path: flag, env }: LoadOptions): Promise<Config> {
  const named = flag ?? (env['FLOATIP_CONFIG'] === '' ? undefined : env['FLOATIP_CONFIG']);
  const path = named ?? (existsSync(defaultConfigPath) ? defaultConfigPath : undefined);
  const config = path === undefined ? configOf(undefined, {}) : await parseFile(path);
  return overlayEnvironment(config, env);
}

async function parseFile(path: string): Promise<Config> {
  const text = readText(path);
  // A run without a config file pays neither for YAML nor for its schema.
  const [{ parseYaml }, { configFile }] = await Promise.all([
    import('../lib/yaml.ts'),
    import('./schema.ts'),
  ]);
  const { value, refuse } = parseYaml({ path, text }, configFile);
  const config = configOf(path, value);
  refuse([
    ...duplicates(config.addresses, 'name'),
    ...duplicates(config.addresses, 'ip'),
    ...misnomers(config.addresses),
  ]);
  return config;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Failure('config', `Cannot read the config file ${path}: ${errnoOf(error)}`, {
      hint: 'Check the path and that this user may read it',
      cause: error,
    });
  }
}

/** Names that look like the IP of something else. */
function misnomers(addresses: readonly Address[]): Problem[] {
  return addresses.flatMap(({ name, ip }, index) => {
    const named = normaliseIp(name);
    if (named === undefined || named === ip) return [];
    const text = `the name '${name}' is another IP than ${ip}: give this address a name of its own`;
    return [{ path: ['addresses', index, 'name'], text }];
  });
}

function duplicates(addresses: readonly Address[], key: 'name' | 'ip'): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  for (const [index, address] of addresses.entries()) {
    const value = address[key];
    const first = seen.get(value);
    seen.set(value, first ?? index);
    if (first === undefined) continue;
    const text = `duplicate ${key} '${value}': addresses.${first} has it already, give this one another`;
    problems.push({ path: ['addresses', index, key], text });
  }
  return problems;
}
