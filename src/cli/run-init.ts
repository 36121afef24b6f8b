import { loadConfig } from '../config/load.ts';
import { providerOf } from '../core/address.ts';
import { Failure } from '../ports/failure.ts';
import { policies } from '../providers/registry.ts';
import type { Io } from './io.ts';
import type { CommonOptions } from './options.ts';
import { printJson } from './print-report.ts';

export interface InitOptions extends CommonOptions {
  readonly policy?: true;
  readonly json?: true;
}

/** Prints the permissions that the addresses in the config need. Throws `usage`. */
export async function runInit(options: InitOptions, io: Io): Promise<void> {
  if (options.policy !== true) {
    throw new Failure('usage', 'There is nothing to print', {
      hint: 'Say what: floatip init --policy',
    });
  }
  const { addresses } = await loadConfig({ path: options.config, env: io.env });
  const clouds = new Set(addresses.map(({ kind }) => providerOf(kind)));
  if (clouds.size === 0) {
    throw new Failure('usage', 'There is no address to make a policy for', {
      hint: 'List addresses in the config file first',
    });
  }
  const needed = await Promise.all(
    [...clouds].map(async (cloud) => {
      const own = addresses.filter(({ kind }) => providerOf(kind) === cloud);
      return { cloud, policy: await policies[cloud](own) };
    }),
  );
  if (options.json === true) {
    printJson(Object.fromEntries(needed.map(({ cloud, policy }) => [cloud, policy.document])), io);
    return;
  }
  io.stdout.write(needed.map(({ policy }) => policy.text).join('\n'));
}
