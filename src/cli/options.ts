import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';

import { meantDuration } from '../core/duration-mistake.ts';
import { logFormats, logLevels } from '../ports/log.ts';
import type { LogFormat, LogLevel } from '../ports/log.ts';
import type { Context } from './context.ts';
import { durationMs } from './duration.ts';

/** Options that several commands share, each said once. */

export interface CommonOptions {
  readonly config?: string;
  /** Where it is not given, each command has its own. */
  readonly logLevel?: LogLevel;
  /** Where it is not given, what fits where the log goes. */
  readonly logFormat?: LogFormat;
  readonly color: boolean;
}

/** Options of what runs without a terminal. */
export interface HookOptions extends CommonOptions {
  readonly json?: true;
  /** Milliseconds. */
  readonly timeout?: number;
}

export interface WorkOptions extends HookOptions {
  readonly provider?: string;
  readonly kind?: string;
}

/** Options of what an operator does by hand. */
export interface HandOptions extends WorkOptions {
  readonly dryRun: boolean;
  readonly all?: true;
  readonly yes?: true;
}

export function commonOptions(): readonly Option[] {
  return [
    new Option(
      '-c, --config <file>',
      'config file (default: $FLOATIP_CONFIG, /etc/floatip/config.yaml)',
    ).argParser(parsePath),
    new Option('--log-level <level>', 'how much to log on stderr').choices(logLevels),
    new Option('--log-format <format>', 'how to log it (default: what fits where it goes)').choices(
      logFormats,
    ),
    new Option('--no-color', 'print without colour'),
  ];
}

export function hookOptions(): readonly Option[] {
  return [
    new Option('--json', 'print one JSON object on stdout'),
    new Option(
      '--timeout <duration>',
      'deadline of the whole run, such as 30s or 2m; a bare number is seconds (default: 60)',
    ).argParser(parseTimeout),
    ...commonOptions(),
  ];
}

export function workOptions({ io, described }: Context): readonly Option[] {
  const kinds = described.flatMap((cloud) => cloud.kinds.map(({ name }) => name));
  return [
    new Option('--provider <name>', 'cloud of an IP that is not in the config').choices(
      io.clouds.names,
    ),
    new Option('--kind <kind>', 'kind of an IP that is not in the config').choices(kinds),
    ...hookOptions(),
  ];
}

export function handOptions(context: Context): readonly Option[] {
  return [
    new Option('--all', 'all addresses of the config; needed where nobody can be asked'),
    new Option('-y, --yes', 'do not ask before all addresses are meant'),
    dryRunOption(),
    ...workOptions(context),
  ];
}

export function dryRunOption(): Option {
  return new Option('-n, --dry-run', 'say what would be done and why, and change nothing').default(
    false,
  );
}

/** The node that a command is about: of two, nobody knows which is meant. */
export function nodeOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, previous?: string) => {
    if (previous !== undefined) {
      throw new InvalidArgumentError(`It is one node, and ${previous} was named already.`);
    }
    return notEmpty(text);
  });
}

function parsePath(text: string): string {
  if (text === 'onfig') throw new InvalidArgumentError('Write two hyphens: --config FILE.');
  return notEmpty(text);
}

function notEmpty(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It is empty: look whether a variable of the script is.');
}

const maxTimeoutMs = 24 * 60 * 60 * 1000;

function parseTimeout(text: string): number {
  const ms = durationMs(text) ?? Number(text) * 1000;
  if (text.trim() !== '' && ms > 0 && ms <= maxTimeoutMs) return ms;
  const meant = durationMs(text) === undefined ? meantDuration(text) : undefined;
  const first = meant === undefined ? '' : `Write it as ${meant}. `;
  throw new InvalidArgumentError(
    `${first}It must be a number of seconds above 0, such as 30, or a duration such as 500ms, 30s or 2m, up to a day.`,
  );
}

export function addOptions(command: Command, options: readonly Option[]): void {
  for (const option of options) command.addOption(option);
}
