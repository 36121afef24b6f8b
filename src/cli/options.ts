import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';

import { kinds, providerNames } from '../core/address.ts';
import type { Kind, ProviderName } from '../core/address.ts';
import { logLevels } from '../ports/log.ts';
import type { LogLevel } from '../ports/log.ts';

/** Options that several commands share, each said once. */

export interface CommonOptions {
  readonly config?: string;
  /** Where it is not given, each command has its own. */
  readonly logLevel?: LogLevel;
  readonly color: boolean;
}

/** Options of what runs without a terminal. */
export interface HookOptions extends CommonOptions {
  readonly json?: true;
  /** Milliseconds. */
  readonly timeout?: number;
}

export interface WorkOptions extends HookOptions {
  readonly provider?: ProviderName;
  readonly kind?: Kind;
}

export function commonOptions(): readonly Option[] {
  return [
    new Option(
      '-c, --config <file>',
      'config file (default: $FLOATIP_CONFIG, /etc/floatip/config.yaml)',
    ),
    new Option('--log-level <level>', 'how much to log on stderr').choices(logLevels),
    new Option('--no-color', 'print without colour'),
  ];
}

export function hookOptions(): readonly Option[] {
  return [
    new Option('--json', 'print one JSON object on stdout'),
    new Option('--timeout <seconds>', 'deadline of the whole run (default: 60)').argParser(
      parseSeconds,
    ),
    ...commonOptions(),
  ];
}

export function workOptions(): readonly Option[] {
  return [
    new Option('--provider <name>', 'cloud of an IP that is not in the config').choices(
      providerNames,
    ),
    new Option('--kind <kind>', 'kind of an IP that is not in the config').choices(kinds),
    ...hookOptions(),
  ];
}

export function dryRunOption(): Option {
  return new Option('-n, --dry-run', 'say what would be done and why, and change nothing').default(
    false,
  );
}

const maxSeconds = 24 * 60 * 60;

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= maxSeconds) return seconds * 1000;
  throw new InvalidArgumentError(
    'It must be a number of seconds above 0, such as 30, up to a day.',
  );
}

export function addOptions(command: Command, options: readonly Option[]): void {
  for (const option of options) command.addOption(option);
}
