import type { Config } from '../../src/config/config.ts';
import { loadConfig as load } from '../../src/config/load.ts';
import type { LoadOptions } from '../../src/config/load.ts';
import { secretReader } from '../../src/config/secrets.ts';
import type { KeyPair, Secret } from '../../src/lib/secret.ts';
import { openClouds } from '../../src/providers/clouds.ts';
import type { Clouds } from '../../src/providers/clouds.ts';
import { tokenOf } from '../../src/providers/digitalocean/settings.ts';
import { registry } from '../../src/providers/registry.ts';
import { keyPairOf } from '../../src/providers/tencent/settings.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** All clouds, of which nothing has been loaded yet. */
export function allClouds(): Clouds {
  return openClouds(registry);
}

/** With all clouds that there are. */
export async function loadConfig(options: Omit<LoadOptions, 'clouds'>): Promise<Config> {
  return await load({ ...options, clouds: allClouds() });
}

export function loadToken(tokenFile: string | undefined, env: Env): Secret {
  return secretReader(env).need(tokenOf({ tokenFile })).token;
}

export function loadKeyPair(
  files: Parameters<typeof keyPairOf>[0],
  env: Env,
): Partial<KeyPair> | undefined {
  return secretReader(env).find(keyPairOf(files));
}
