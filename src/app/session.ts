import type { Config } from '../config/config.ts';
import type { Environment } from '../config/environment.ts';
import { runtimeFolder } from '../config/folders.ts';
import { digitalOceanTokenSources, loadSecret } from '../config/secrets.ts';
import type { ProviderName } from '../core/address.ts';
import { createBootCache } from '../lib/boot-cache.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { connectors } from '../providers/registry.ts';
import type { Cloud, Tools } from '../providers/tools.ts';

/** Everything that one command works with; built once, where the command begins. */
export interface Session {
  readonly config: Config;
  readonly env: Environment;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** When the command began, on the clock's `now()`. */
  readonly startedAt: number;
  /** Aborts when the operator or the system wants this process to end. */
  readonly signal: AbortSignal;
  /** A cloud, connected at its first use. Throws `config` where its secrets cannot be used. */
  cloud(name: ProviderName): Promise<Cloud>;
  close(): void;
}

export interface SessionOptions extends Omit<Session, 'cloud' | 'close'> {
  /** Replaces the network, for tests. */
  readonly adapter?: Tools['adapter'];
}

export function openSession(options: SessionOptions): Session {
  const { env, clock, random, adapter } = options;
  const clouds = new Map<ProviderName, Promise<Cloud>>();
  const opened: Cloud[] = [];
  const tools = (): Tools => ({
    clock,
    random,
    cache: createBootCache(runtimeFolder(env)),
    ...(adapter === undefined ? {} : { adapter }),
  });
  const connect = async (name: ProviderName): Promise<Cloud> => {
    const cloud = await connectByName(name, options, tools());
    opened.push(cloud);
    return cloud;
  };
  return {
    ...options,
    cloud(name) {
      const cloud = clouds.get(name) ?? connect(name);
      clouds.set(name, cloud);
      return cloud;
    },
    close() {
      for (const cloud of opened) cloud.close();
    },
  };
}

async function connectByName(
  name: ProviderName,
  { config, env }: SessionOptions,
  tools: Tools,
): Promise<Cloud> {
  const { requestMs } = config.timing;
  const { tokenFile, endpoint, metadata } = config[name];
  const token = loadSecret(digitalOceanTokenSources(tokenFile), env);
  return await connectors[name]({ token, endpoint, metadata, requestMs }, tools);
}
