import type { Config } from './config.ts';
import type { Environment } from './environment.ts';
import { secretReader } from './secrets.ts';
import { together } from './together.ts';

/** Reads every secret of the clouds that a config names, to see that it can be used. Throws `config`. */
export async function checkSecrets(config: Config, env: Environment): Promise<void> {
  const { need, find } = secretReader(env);
  const check = async (name: string): Promise<void> => {
    const { secret } = await config.cloud(name);
    if (secret?.isNeeded === true) need(secret);
    else if (secret !== undefined) find(secret);
  };
  await together(config.clouds.map((name) => () => check(name)));
}
