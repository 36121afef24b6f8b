import { loadConfig } from '../config/load.ts';
import { providerOf } from '../core/address.ts';
import type { ProviderName } from '../core/address.ts';
import { Failure } from '../ports/failure.ts';
import { scopes } from '../providers/digitalocean/permissions.ts';
import { camPolicy } from '../providers/tencent/permissions.ts';
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
  const tencent = addresses.filter(({ kind }) => providerOf(kind) === 'tencent');
  const policies = { digitalocean: { scopes: scopes() }, tencent: camPolicy(tencent) };
  if (options.json === true) {
    printJson(Object.fromEntries([...clouds].map((cloud) => [cloud, policies[cloud]])), io);
    return;
  }
  const texts: Readonly<Record<ProviderName, string>> = {
    digitalocean: `DigitalOcean, scopes of the token:\n\n  ${scopes().join('\n  ')}\n`,
    tencent: `Tencent Cloud, policy of the key or role (CAM):\n\n${JSON.stringify(policies.tencent, null, 2)}\n`,
  };
  io.stdout.write([...clouds].map((cloud) => texts[cloud]).join('\n'));
}
