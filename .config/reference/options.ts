import type { Command, Option } from 'commander';

import { createProgram } from '../../src/cli/program.ts';
import { systemClock } from '../../src/lib/time/clock.ts';
import { thisHost } from '../../src/triggers/host.ts';
import { clouds, described } from './clouds.ts';
import { markdownTable } from './markdown-table.ts';

/** What the command line takes, as it says itself. */

/** A section for each command: what it does, how it is called, and its options. */
export function optionsReference(): string {
  const commands = allCommands(commandLine());
  const shared = sharedBy(commands);
  const table = tableOf([...shared.values()].map(rowOf));
  const sections = commands.map((command) => sectionOf(command, shared));
  return [...sections, '## Options that several commands share', table].join('\n\n');
}

/** The whole command line, to be looked at, not run. */
export function commandLine(): Command {
  const silent = { isTTY: false, waitingBytes: 0, write: () => {}, drained: async () => {} };
  const io = {
    clouds,
    env: {},
    stdout: silent,
    stderr: silent,
    clock: systemClock,
    random: Math.random,
    host: thisHost(),
    signal: new AbortController().signal,
    onHangup: () => {},
  };
  return createProgram({ io, described, finish: () => {} }, []);
}

/** Those that do something, not those that only group others. */
export function allCommands(program: Command): readonly Command[] {
  return program.commands.flatMap((command) =>
    command.commands.length === 0 ? [command] : allCommands(command),
  );
}

/** `floatip config check`. */
export function fullName(command: Command): string {
  const { parent } = command;
  return parent === null ? command.name() : `${fullName(parent)} ${command.name()}`;
}

type Options = ReadonlyMap<string, Option>;

/** By their flags, those that mean the same in at least three commands. */
function sharedBy(commands: readonly Command[]): Options {
  const all = commands.flatMap(({ options }) => options);
  const isShared = ({ flags, description }: Option): boolean =>
    all.filter((one) => one.flags === flags && one.description === description).length >= 3;
  return new Map(all.filter(isShared).map((option) => [option.flags, option]));
}

function sectionOf(command: Command, shared: Options): string {
  const words = command.registeredArguments.map((argument) => [
    `\`${argument.name()}\``,
    inCell(argument.description),
    '',
  ]);
  const isShared = ({ flags, description }: Option): boolean =>
    shared.get(flags)?.description === description;
  const rows = [...words, ...command.options.filter((option) => !isShared(option)).map(rowOf)];
  const usage = [fullName(command), command.usage()].join(' ').trim();
  const table = rows.length === 0 ? [] : [tableOf(rows)];
  const others = command.options.filter(isShared).map(({ long, flags }) => `\`${long ?? flags}\``);
  const also = others.length === 0 ? [] : [`Shared: ${others.join(', ')}`];
  const title = `## ${fullName(command)}`;
  return [title, command.description(), `    ${usage}`, ...table, ...also].join('\n\n');
}

/** The last column only where somebody has something in it. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const width = rows.some(([, , choices]) => choices !== '') ? 3 : 2;
  const head = ['option', 'what it is', 'one of'];
  return markdownTable([head, ...rows].map((row) => row.slice(0, width)));
}

function rowOf({ flags, description, argChoices }: Option): readonly string[] {
  const choices = (argChoices ?? []).map((choice) => `\`${choice}\``).join(', ');
  return [`\`${flags}\``, inCell(description), choices];
}

/** A bar of its own would end the cell. */
function inCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
