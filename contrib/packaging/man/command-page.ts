import type { Argument, Command, Option } from 'commander';

import { fullName } from '../../../.config/reference/options.ts';
import * as roff from './roff.ts';

/** What all pages of one package say alike. */
export interface Edition {
  /** Seconds since 1970. */
  readonly date: number;
  /** `floatip 1.2.3` */
  readonly version: string;
}

/** The manual page of a command, from what its `--help` is made of. */
export function commandPage(command: Command, edition: Edition): string {
  const name = pageName(command);
  const about = command.summary() || command.description();
  return [
    roff.title({ ...edition, name, section: 1 }),
    roff.heading('Name'),
    `${roff.plain(name)} \\- ${roff.plain(about.replace(/\.$/, ''))}`,
    roff.heading('Synopsis'),
    `${roff.bold(fullName(command))} ${roff.plain(command.usage())}`.trim(),
    roff.heading('Description'),
    roff.plain(command.description()),
    ...listOf('Arguments', command.registeredArguments.map(ofArgument)),
    ...listOf('Options', command.createHelp().visibleOptions(command).map(ofOption)),
    ...listOf('Commands', commandsOf(command)),
    ...afterHelp(command),
    roff.heading('See also'),
    roff.plain(relatives(command).join(', ')),
    '',
  ].join('\n');
}

/** `floatip-config-check` */
export function pageName(command: Command): string {
  return fullName(command).replaceAll(' ', '-');
}

function listOf(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [roff.heading(title), ...items];
}

function ofArgument(argument: Argument): string {
  const { description, argChoices } = argument;
  return roff.item(argument.name(), withChoices(description, argChoices));
}

function ofOption({ flags, description, argChoices }: Option): string {
  return roff.item(flags, withChoices(description, argChoices));
}

function withChoices(text: string, choices: readonly string[] | undefined): string {
  const all = (choices ?? []).map((choice) => `\`${choice}\``);
  return all.length === 0 ? text : `${text}: ${all.join(', ')}`;
}

function commandsOf(command: Command): readonly string[] {
  const below = command.commands.map((one) =>
    roff.item(fullName(one), one.summary() || one.description()),
  );
  return below;
}

/** What the help ends with: sections of lines that are set by hand. */
function afterHelp(command: Command): readonly string[] {
  let text = '';
  command.configureOutput({
    writeOut: (more) => {
      text += more;
    },
  });
  command.outputHelp();
  text = text.replace(command.helpInformation(), '');
  const blocks = text.trim().split(/\n\n+/);
  return blocks.flatMap((block) => (block === '' ? [] : sectionOf(block)));
}

function sectionOf(block: string): readonly string[] {
  const [first = '', ...rest] = block.split('\n');
  const isTitled = /^[A-Z][\w ]*:$/.test(first) && rest.length > 0;
  return isTitled
    ? [roff.heading(first.slice(0, -1)), roff.verbatim(rest.join('\n'))]
    : [roff.heading('Notes'), roff.verbatim(block)];
}

function relatives({ parent, commands }: Command): readonly string[] {
  const around = parent === null ? commands : [parent, ...commands];
  return [
    ...around.map((one) => `\`${pageName(one)}\`(1)`),
    '`floatip.yaml`(5)',
    '`keepalived`(8)',
  ];
}
