import type { ProviderName } from '../core/address.ts';
import type { Config } from './config.ts';
import { valueOf } from './environment.ts';
import type { Environment } from './environment.ts';

/**
 * The clouds that an address may be of which the config does not list: those that the config names,
 * else those that the environment has credentials for.
 */
export function likelyProviders({ clouds }: Config, env: Environment): readonly ProviderName[] {
  if (clouds.length > 0) return clouds;
  const hasToken = ['DO_TOKEN', 'DIGITALOCEAN_TOKEN'].some(
    (name) => valueOf(name, env) !== undefined,
  );
  const hasKeys = valueOf('TENCENTCLOUD_SECRET_ID', env) !== undefined;
  return [...(hasToken ? ['digitalocean' as const] : []), ...(hasKeys ? ['tencent' as const] : [])];
}
