import type { Config } from '../config/config.ts';
import type { Environment } from '../config/environment.ts';
import { secretConflicts } from '../config/secret-conflicts.ts';
import { digitalOceanTokenSources, loadKeyPair, loadSecret } from '../config/secrets.ts';
import type { ProviderName } from '../core/address.ts';
import { isFailure } from '../ports/failure.ts';
import type { Log } from '../ports/log.ts';
import type { Connection, Tools } from '../providers/connection.ts';
import { connectors } from '../providers/registry.ts';

interface Sources {
  readonly config: Config;
  readonly env: Environment;
  readonly log: Pick<Log, 'warn'>;
}

const tryTencent = 'Or, for an address of Tencent Cloud, say --provider tencent';

/** Connects a cloud as the config says. Throws `config` where its secrets cannot be used. */
export async function connectTo(
  name: ProviderName,
  sources: Sources,
  tools: Tools,
): Promise<Connection> {
  const { config, env, log } = sources;
  const connection =
    name === 'digitalocean' ? connectDigitalOcean(sources, tools) : connectTencent(sources, tools);
  for (const conflict of secretConflicts({ ...config, clouds: [name] }, env)) {
    log.warn({ conflict }, 'a secret is hardly what was meant');
  }
  return await connection;
}

async function connectDigitalOcean({ config, env }: Sources, tools: Tools): Promise<Connection> {
  const { tokenFile, endpoint, metadata } = config.digitalocean;
  const where = digitalOceanTokenSources(tokenFile);
  // Where nothing names a cloud, it may be a guess that this is the one.
  const isGuess = config.clouds.length === 0;
  const token = loadSecret(isGuess ? { ...where, otherwise: tryTencent } : where, env);
  const reread = orNothing(() => loadSecret(where, env));
  const { requestMs } = config.timing;
  return await connectors.digitalocean({ token, reread, endpoint, metadata, requestMs }, tools);
}

async function connectTencent({ config, env }: Sources, tools: Tools): Promise<Connection> {
  const { region, endpoint, metadata } = config.tencent;
  const keyPair = loadKeyPair(config.tencent, env);
  const reread = orNothing(() => loadKeyPair(config.tencent, env));
  const { requestMs } = config.timing;
  const settings = { keyPair, reread, region, endpoint, metadata, requestMs };
  return await connectors.tencent(settings, tools);
}

/** A secret that is just being written anew cannot be read for a moment. */
function orNothing<T>(read: () => T): () => T | undefined {
  return () => {
    try {
      return read();
    } catch (error) {
      if (isFailure(error)) return undefined;
      throw error;
    }
  };
}
