import { readdirSync } from 'node:fs';

import type { Io } from '../../app/io.ts';
import { checkAlertSecrets } from '../../config/alert-channels.ts';
import { checkFleets } from '../../config/check-fleets.ts';
import { checkLeases } from '../../config/check-leases.ts';
import { checkSecrets } from '../../config/check-secrets.ts';
import type { Config } from '../../config/config.ts';
import { loadConfig, defaultConfigPath } from '../../config/load.ts';
import { oversightsOf } from '../../config/oversights.ts';
import { secretConflicts } from '../../config/secret-conflicts.ts';
import { together } from '../../config/together.ts';
import { summaryOf, warningsOf } from '../../config/warnings.ts';
import { plainLine } from '../../core/plain-text.ts';
import { Failure } from '../../ports/failure.ts';
import type { CommonOptions } from '../options.ts';

/** Reads the config as any command would, and says that it can be used. Throws `config`. */
export async function checkConfig(
  { config: path }: CommonOptions,
  { env, clouds, stdout, stderr }: Io,
): Promise<void> {
  const config = await loadConfig({ path, env, clouds });
  if (config.path === undefined) {
    throw new Failure('config', `There is no config file at ${defaultConfigPath}`, {
      hint: 'Create it, or name another with --config',
    });
  }
  await together([
    () => checkSecrets(config, env),
    () => checkLeases(config, env),
    () => checkFleets(config, clouds),
    () => checkAlertSecrets(config, env),
  ]);
  const used = plainLine(`${config.path}: can be used, ${contentOf(config)}`);
  const summaries = config.addresses.map((address) => `  ${plainLine(summaryOf(address))}`);
  for (const line of [used, ...summaries]) stdout.write(`${line}\n`);
  const warnings = [
    ...(await warningsOf(config, clouds)),
    ...(await oversightsOf(config, interfacesHere(), clouds)),
    ...(await secretConflicts(config, env)),
  ];
  for (const warning of warnings) {
    stderr.write(`${plainLine(`floatip: ${config.path}: ${warning}`)}\n`);
  }
}

function contentOf({ addresses: { length } }: Config): string {
  if (length === 0) return 'but lists no addresses';
  return length === 1 ? '1 address' : `${length} addresses`;
}

/** Also those that are down, which os.networkInterfaces() leaves out. */
function interfacesHere(): ReadonlySet<string> | undefined {
  try {
    return new Set(readdirSync('/sys/class/net'));
  } catch {
    return undefined;
  }
}
