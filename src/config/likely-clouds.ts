import type { Clouds } from '../providers/clouds.ts';
import type { Config } from './config.ts';
import type { Environment } from './environment.ts';

/**
 * The clouds that an address may be of which the config does not list: those that the config names,
 * else those that the environment has credentials for.
 */
export function likelyClouds(
  config: Pick<Config, 'clouds'>,
  env: Environment,
  clouds: Clouds,
): readonly string[] {
  return config.clouds.length > 0 ? config.clouds : clouds.likely(env);
}
