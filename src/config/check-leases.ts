import type { Config } from './config.ts';
import type { Environment } from './environment.ts';
import { loadLeaseSettings } from './lease-settings.ts';

/** Reads every file that an election needs, to see that it can be used. Throws `config`. */
export function checkLeases(config: Config, env: Environment): void {
  if (config.leases !== undefined) loadLeaseSettings(config, env);
}
