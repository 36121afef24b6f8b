import type { Config } from '../config/config.ts';
import type { Environment } from '../config/environment.ts';
import { digitalOceanTokenSources, loadKeyPair, loadSecret } from '../config/secrets.ts';
import type { ProviderName } from '../core/address.ts';
import type { Connection, Tools } from '../providers/connection.ts';
import { connectors } from '../providers/registry.ts';

interface Sources {
  readonly config: Config;
  readonly env: Environment;
}

const tryTencent = 'Or, for an address of Tencent Cloud, say --provider tencent';

/** Connects a cloud as the config says. Throws `config` where its secrets cannot be used. */
export async function connectTo(
  name: ProviderName,
  { config, env }: Sources,
  tools: Tools,
): Promise<Connection> {
  const { requestMs } = config.timing;
  if (name === 'digitalocean') {
    const { tokenFile, endpoint, metadata } = config.digitalocean;
    const sources = digitalOceanTokenSources(tokenFile);
    // Where nothing names a cloud, it may be a guess that this is the one.
    const isGuess = config.clouds.length === 0;
    const token = loadSecret(isGuess ? { ...sources, otherwise: tryTencent } : sources, env);
    return await connectors.digitalocean({ token, endpoint, metadata, requestMs }, tools);
  }
  const { region, endpoint, metadata } = config.tencent;
  const keyPair = loadKeyPair(config.tencent, env);
  return await connectors.tencent({ keyPair, region, endpoint, metadata, requestMs }, tools);
}
