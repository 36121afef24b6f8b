import type { Config } from '../config/config.ts';
import type { Environment } from '../config/environment.ts';
import { conflictsOf } from '../config/secret-conflicts.ts';
import { secretReader } from '../config/secrets.ts';
import { asFailure, Failure, isFailure } from '../ports/failure.ts';
import type { Log } from '../ports/log.ts';
import { unlistedIn } from '../providers/clouds.ts';
import type { Clouds } from '../providers/clouds.ts';
import type { ConfiguredCloud } from '../providers/configured-cloud.ts';
import type { Connection, Tools } from '../providers/connection.ts';

interface Sources {
  readonly config: Config;
  readonly env: Environment;
  readonly clouds: Clouds;
  readonly log: Pick<Log, 'warn'>;
}

/** Connects a cloud as the config says. Throws `config` where its secret cannot be used. */
export async function connectTo(name: string, sources: Sources, tools: Tools): Promise<Connection> {
  const { config, env, log } = sources;
  const cloud = await config.cloud(name);
  const { secret } = cloud;
  for (const conflict of secret === undefined ? [] : conflictsOf(secret, env)) {
    log.warn({ conflict }, 'a secret is hardly what was meant');
  }
  const { requestMs } = config.timing;
  try {
    return await cloud.connect({ secrets: secretReader(env), requestMs }, tools);
  } catch (error) {
    // Where nothing names a cloud, it may be a guess that this is the one.
    const isGuess = config.clouds.length === 0;
    if (!isGuess || !isFailure(error, 'config') || !lacksSecret(cloud, env)) throw error;
    throw await orOfAnother(name, error, sources.clouds);
  }
}

function lacksSecret({ secret }: ConfiguredCloud, env: Environment): boolean {
  try {
    return secret !== undefined && secretReader(env).find(secret) === undefined;
  } catch (error) {
    // It is there, and cannot be used.
    asFailure(error);
    return false;
  }
}

/** The address that nobody has the secret for may be one of another cloud. */
async function orOfAnother(name: string, failure: Failure, clouds: Clouds): Promise<Failure> {
  const all = unlistedIn(await clouds.describeAll());
  const others = all.filter((one) => one.name !== name);
  const ways = others.map((one) => `for an address of ${one.title}, say --provider ${one.name}`);
  const { message, hint = '' } = failure;
  if (ways.length === 0) return failure;
  return new Failure('config', message, {
    hint: `${hint}. Or, ${ways.join('; ')}`,
    cause: failure,
  });
}
