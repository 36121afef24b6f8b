import { logLevels } from '../ports/log.ts';
import type { LogLevel } from '../ports/log.ts';
import type { HandOptions } from './options.ts';
import type { NotifyOptions } from './run/run-notify.ts';

/** A command line that says nothing but what a takeover needs. */
export type PlainCommand =
  | { readonly command: 'version' }
  | { readonly command: 'assign'; readonly words: readonly string[]; readonly options: HandOptions }
  | {
      readonly command: 'notify';
      readonly words: readonly string[];
      readonly options: NotifyOptions;
    };

/**
 * Reads the command lines that hooks and scripts write, which need not wait for what reads all others.
 * Returns nothing for whatever is in any way unusual: what reads the others then says what is wrong with
 * it, or does it.
 */
export function plainCommand([command, ...rest]: readonly string[]): PlainCommand | undefined {
  switch (command) {
    case '--version':
    case '-V':
    case 'version':
      return rest.length === 0 ? { command: 'version' } : undefined;
    case 'assign':
      return plainAssign(rest);
    case 'notify':
      return plainNotify(rest);
    default:
      return undefined;
  }
}

function plainAssign(rest: readonly string[]): PlainCommand | undefined {
  const read = split(rest, []);
  // Without a name, somebody may have to be asked.
  if (read === undefined || read.words.length === 0) return undefined;
  const { words, given } = read;
  return { command: 'assign', words, options: { dryRun: false, ...common(given) } };
}

function plainNotify(rest: readonly string[]): PlainCommand | undefined {
  const read = split(rest, ['--instance', '--group', '--state']);
  if (read === undefined) return undefined;
  const { words, given } = read;
  const [instance, group, state] = ['--instance', '--group', '--state'].map((one) =>
    given.get(one),
  );
  const options = {
    ...common(given),
    ...(instance === undefined ? {} : { instance }),
    ...(group === undefined ? {} : { group }),
    ...(state === undefined ? {} : { state }),
  };
  return { command: 'notify', words, options };
}

interface Split {
  readonly words: readonly string[];
  /** The options and their values. */
  readonly given: ReadonlyMap<string, string>;
}

const commonNames = ['-c', '--config', '--log-level'];

/** Whatever asks for help, wherever it stands. */
const helpWords: ReadonlySet<string> = new Set(['help', '-h', '--help']);

function split(rest: readonly string[], ownNames: readonly string[]): Split | undefined {
  const names = new Set([...commonNames, ...ownNames]);
  const words: string[] = [];
  const given = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    if (helpWords.has(word)) return undefined;
    if (!word.startsWith('-')) {
      words.push(word);
      continue;
    }
    const value = word === '--json' ? '' : valueOf(rest[at + 1], names.has(word));
    const name = word === '-c' ? '--config' : word;
    if (value === undefined || given.has(name)) return undefined;
    given.set(name, value);
    if (word !== '--json') at += 1;
  }
  return isKnown(given.get('--log-level')) ? { words, given } : undefined;
}

/** The value of an option that is known and takes one. */
function valueOf(next: string | undefined, isNamed: boolean): string | undefined {
  if (!isNamed || next === undefined || next.startsWith('-') || next.trim() === '')
    return undefined;
  return helpWords.has(next) ? undefined : next;
}

function isKnown(level: string | undefined): boolean {
  return level === undefined || levelOf(level) !== undefined;
}

function levelOf(text: string | undefined): LogLevel | undefined {
  return logLevels.find((level) => level === text);
}

function common(
  given: Split['given'],
): Pick<HandOptions, 'color' | 'config' | 'json' | 'logLevel'> {
  const config = given.get('--config');
  const logLevel = levelOf(given.get('--log-level'));
  return {
    color: true,
    ...(config === undefined ? {} : { config }),
    ...(given.has('--json') ? { json: true } : {}),
    ...(logLevel === undefined ? {} : { logLevel }),
  };
}
