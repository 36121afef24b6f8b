import type { Argument, Command, Option } from 'commander';

import { eventStates } from '../../core/vrrp.ts';

/** Something that may stand in the place of an unfinished word. */
export interface Candidate {
  readonly word: string;
  readonly about?: string;
}

/** What only this host knows. */
export interface KnownWords {
  addresses(): Promise<readonly Candidate[]>;
  nodes(): Promise<readonly Candidate[]>;
  /** VRRP instances and groups. */
  instances(): Promise<readonly Candidate[]>;
  /** What alerts are sent by. */
  channels(): Promise<readonly Candidate[]>;
  /** What hosts are elected for. */
  leases(): Promise<readonly Candidate[]>;
}

/** In place of candidates: the shell completes the name of a file. */
export const files: Candidate = { word: ':files' };

/** What may stand in the place of the last word. */
export async function whatMayFollow(
  words: readonly string[],
  program: Command,
  known: KnownWords,
): Promise<readonly Candidate[]> {
  // bash cuts --to=111 into three words.
  const whole = words.filter((word, index) => word !== '=' || index === 0);
  const typed = whole.slice(0, -1);
  const last = words.at(-1) === '=' ? '' : (whole.at(-1) ?? '');
  const place = placeAfter(typed, program);
  const [, flag, begin = ''] = /^(--[^=]+)=(.*)$/.exec(last) ?? [];
  const inOne = flag === undefined ? undefined : optionNamed(flag, place.command);
  if (inOne !== undefined && flag !== undefined) {
    return beginning(begin, await valuesOf(inOne, known)).map((value) => behind(flag, value));
  }
  return beginning(last, await candidatesAt(place, last, known));
}

function behind(flag: string, value: Candidate): Candidate {
  return value === files ? files : Object.assign({}, value, { word: `${flag}=${value.word}` });
}

/** How far a command line has come. */
interface Place {
  readonly command: Command;
  /** An option whose value comes next. */
  readonly option?: Option | undefined;
  readonly operands: readonly string[];
  readonly program: Command;
}

function placeAfter(words: readonly string[], program: Command): Place {
  let command = program;
  let option: Option | undefined;
  const operands: string[] = [];
  for (const word of words) {
    if (option !== undefined) {
      option = undefined;
      continue;
    }
    if (word.startsWith('-')) {
      option = takingValue(optionNamed(word, command));
      continue;
    }
    const below = commandNamed(word, command);
    if (below === undefined || operands.length > 0) operands.push(word);
    else command = below;
  }
  return { command, option, operands, program };
}

function takingValue(option: Option | undefined): Option | undefined {
  return option !== undefined && (option.required || option.optional) ? option : undefined;
}

function optionNamed(flag: string, command: Command): Option | undefined {
  return optionsOf(command).find(({ long, short }) => flag === long || flag === short);
}

function commandNamed(name: string, command: Command): Command | undefined {
  return commandsOf(command).find((one) => one.name() === name || one.aliases().includes(name));
}

function optionsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}

function commandsOf(command: Command): readonly Command[] {
  return command.createHelp().visibleCommands(command);
}

async function candidatesAt(
  place: Place,
  last: string,
  known: KnownWords,
): Promise<readonly Candidate[]> {
  const { command, option, operands } = place;
  if (option !== undefined) return await valuesOf(option, known);
  if (last.startsWith('-')) return optionsOf(command).map(ofOption);
  const below = operands.length === 0 ? commandsOf(command) : [];
  if (below.length > 0) return below.map(ofCommand);
  const argument = argumentAfter(operands, command);
  return argument === undefined ? [] : await operandsFor(argument, place, known);
}

function argumentAfter(operands: readonly string[], command: Command): Argument | undefined {
  const all = command.registeredArguments;
  const next = all[operands.length] ?? all.at(-1);
  return next === undefined || operands.length < all.length || next.variadic ? next : undefined;
}

async function operandsFor(
  argument: Argument,
  { operands, program }: Place,
  known: KnownWords,
): Promise<readonly Candidate[]> {
  if (argument.argChoices !== undefined) return argument.argChoices.map((word) => ({ word }));
  const notYet = (all: readonly Candidate[]): readonly Candidate[] =>
    all.filter(({ word }) => !operands.includes(word));
  switch (argument.name()) {
    case 'address':
      return notYet(await known.addresses());
    case 'channel':
      return notYet(await known.channels());
    case 'lease':
      return await known.leases();
    case 'command':
      return commandsOf(program).map(ofCommand);
    case 'topology':
    case 'file':
      return [files];
    default:
      return [];
  }
}

async function valuesOf(option: Option, known: KnownWords): Promise<readonly Candidate[]> {
  if (option.argChoices !== undefined) return option.argChoices.map((word) => ({ word }));
  switch (option.long) {
    case '--to':
    case '--from':
      return await known.nodes();
    case '--instance':
    case '--group':
      return await known.instances();
    case '--state':
      return eventStates.map((word) => ({ word }));
    default:
      return /<(?:file|path|dir|folder)>/i.test(option.flags) ? [files] : [];
  }
}

function ofOption({ long, short, description }: Option): Candidate {
  return { word: long ?? short ?? '', about: description };
}

function ofCommand(command: Command): Candidate {
  return { word: command.name(), about: command.summary() || command.description() };
}

function beginning(begin: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter((one) => one === files || one.word.startsWith(begin));
}
