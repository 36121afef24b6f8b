import type { CommanderError } from 'commander';

import type { FailureReport } from '../../core/outcome.ts';
import { plainText } from '../../core/plain-text.ts';
import type { CloudDescription } from '../../providers/description.ts';
import { commandNames } from '../program.ts';
import { hintForCommand } from './meant-commands.ts';
import { flags, hintForOption } from './meant-options.ts';
import { missingValueHint } from './missing-value.ts';

/** A mistake on the command line, in the parser's words, and what to do about it. */
export function usageFailure(
  { code, message }: CommanderError,
  words: readonly string[],
  clouds: readonly CloudDescription[],
): FailureReport {
  // What stands behind an option that is not there may be a secret.
  const told = withPlainWords(message, words)
    .replace(/^error: /, '')
    .replace(/'(--?[^'=]*)=[^']*'/, "'$1'");
  const [first = '', suggestion] = told.split('\n');
  const hint =
    hintOf({ code, message: first, clouds }, words) ??
    suggested(suggestion) ??
    fallback(code, pathOf(words));
  if (hint === undefined) return { class: 'usage', message: first };
  return { class: 'usage', message: first.replace(/\.$/, ''), hint };
}

interface Refused {
  readonly code: string;
  readonly message: string;
  readonly clouds: readonly CloudDescription[];
}

function hintOf({ code, message, clouds }: Refused, words: readonly string[]): string | undefined {
  const [, wrong = ''] = /'([^']*)'/.exec(message) ?? [];
  const [command = ''] = words[0]?.startsWith('-') === true ? [] : words;
  const withValue = words.some((word) => word.startsWith(`${wrong}=`));
  if (withValue && flags.has(wrong)) return `It takes no value: write ${wrong} alone`;
  const isOwn = code === 'commander.unknownCommand' && command === wrong;
  return hintFor(code, { wrong, command: isOwn ? '' : command, clouds }) ?? misplaced(code, words);
}

interface Mistake {
  /** The word that is wrong. */
  readonly wrong: string;
  /** The command that it was written for. */
  readonly command: string;
  readonly clouds: readonly CloudDescription[];
}

function hintFor(code: string, { wrong, command, clouds }: Mistake): string | undefined {
  switch (code) {
    case 'commander.unknownCommand':
      return command === 'config' ? configHint(wrong) : hintForCommand(wrong);
    case 'commander.unknownOption':
      return hintForOption(wrong, command, clouds);
    case 'commander.excessArguments':
      return excess[command];
    case 'commander.optionMissingArgument':
      return missingValueHint(wrong, `floatip ${command} --help`.replace('  ', ' '), clouds);
    default:
      return undefined;
  }
}

/** Options belong to a command, and stand behind it. */
function misplaced(code: string, [first = '', ...rest]: readonly string[]): string | undefined {
  if (code !== 'commander.unknownOption' || !first.startsWith('-')) return undefined;
  const command = rest.find((word) => commandNames.has(word));
  return command === undefined
    ? undefined
    : `Write it behind the command: floatip ${command} ${first.replace(/=.*/, '=…')}`;
}

const excess: Readonly<Record<string, string>> = {
  reconcile: 'It looks at every address of the config. To bring one here: floatip assign NAME',
  history: 'It tells of all addresses. To see less: floatip history --since 2h, or grep',
  init: 'It is for all addresses of the config. To name another file: --config FILE',
  config: 'To name the config file: floatip config check --config FILE',
  demo: 'It takes no words: floatip demo',
  version: 'It takes no words: floatip version',
  watch: 'It watches all addresses of the config, and takes one word at most: the FIFO',
  cloud: 'It takes one file: floatip cloud TOPOLOGY',
};

function configHint(word: string): string | undefined {
  const isCheck = ['validate', 'verify', 'lint', 'test', 'show', 'print'].includes(word);
  return isCheck ? 'To check the config and its secrets: floatip config check' : undefined;
}

/** A command and, where it has one, its own. */
function pathOf([command = '', own = '']: readonly string[]): string {
  if (command.startsWith('-')) return '';
  return command === 'config' && !own.startsWith('-') ? `config ${own}` : command;
}

/** The parser's own guess, without its brackets. */
function suggested(line: string | undefined): string | undefined {
  return line?.replace(/^\((.*)\)$/, '$1');
}

function fallback(code: string, command: string): string | undefined {
  if (code === 'commander.unknownCommand') return 'To see the commands: floatip --help';
  if (code !== 'commander.unknownOption') return undefined;
  return `To see the options: floatip ${command} --help`.replace('  ', ' ');
}

/** Whoever calls floatip from a script may hand over anything, and commander quotes it as it is. */
function withPlainWords(text: string, words: readonly string[]): string {
  let plain = text;
  for (const word of words.flatMap(partsOf)) {
    plain = plain.replaceAll(`'${word}'`, `'${plainText(word)}'`);
  }
  return plain;
}

/** What commander may take apart: `--option=value`, and `-nx` for `-n -x`. */
function partsOf(word: string): readonly string[] {
  return [word, word.slice(word.indexOf('=') + 1), `-${word.slice(2)}`];
}
