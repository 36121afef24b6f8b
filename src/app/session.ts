import type { Config } from '../config/config.ts';
import type { Environment } from '../config/environment.ts';
import { runtimeFolder } from '../config/folders.ts';
import { digitalOceanTokenSources, loadSecret } from '../config/secrets.ts';
import type { ProviderName } from '../core/address.ts';
import { createBootCache } from '../lib/boot-cache.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Connection, Tools } from '../providers/connection.ts';
import { connectors } from '../providers/registry.ts';

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
  connect(name: ProviderName): Promise<Connection>;
  /** Closes connections, and waits for what is still being written. */
  close(): Promise<void>;
}

export interface SessionOptions extends Omit<Session, 'connect' | 'close'> {
  /** Replaces the network, for tests. */
  readonly adapter?: Tools['adapter'];
}

export function openSession(options: SessionOptions): Session {
  const { env, clock, random, adapter } = options;
  const connections = new Map<ProviderName, Promise<Connection>>();
  const opened: Connection[] = [];
  const cache = createBootCache(runtimeFolder(env));
  const tools: Tools = { clock, random, cache, ...(adapter === undefined ? {} : { adapter }) };
  const open = async (name: ProviderName): Promise<Connection> => {
    const connection = await connectByName(name, options, tools);
    opened.push(connection);
    return connection;
  };
  return {
    ...options,
    connect(name) {
      const connection = connections.get(name) ?? open(name);
      connections.set(name, connection);
      return connection;
    },
    async close() {
      for (const connection of opened) connection.close();
      await cache.flush();
    },
  };
}

async function connectByName(
  name: ProviderName,
  { config, env }: SessionOptions,
  tools: Tools,
): Promise<Connection> {
  const { requestMs } = config.timing;
  const { tokenFile, endpoint, metadata } = config[name];
  const token = loadSecret(digitalOceanTokenSources(tokenFile), env);
  return await connectors[name]({ token, endpoint, metadata, requestMs }, tools);
}
