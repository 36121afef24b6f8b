import type { ProviderName } from '../core/address.ts';
import type { Config } from './config.ts';
import type { Environment } from './environment.ts';

/** The only cloud that there are credentials for; `undefined` where there are for both, or none. */
export function likelyProvider(
  { digitalocean, tencent }: Config,
  env: Environment,
): ProviderName | undefined {
  const hasToken = ['DO_TOKEN', 'DIGITALOCEAN_TOKEN'].some((name) => isSet(env[name]));
  const hasDigitalOcean = hasToken || digitalocean.tokenFile !== undefined;
  const hasKeys = isSet(env['TENCENTCLOUD_SECRET_ID']) || tencent.secretIdFile !== undefined;
  if (hasDigitalOcean === hasKeys) return undefined;
  return hasKeys ? 'tencent' : 'digitalocean';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
