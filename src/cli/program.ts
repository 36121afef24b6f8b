import { Command } from 'commander';

import { addAlert } from './commands/alert.ts';
import { addAssign } from './commands/assign.ts';
import { addCloud } from './commands/cloud.ts';
import { addCompletion } from './commands/completion.ts';
import { addConfig } from './commands/config.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDrill } from './commands/drill.ts';
import { addHistory } from './commands/history.ts';
import { addInit } from './commands/init.ts';
import { addLease } from './commands/lease.ts';
import { addNotify } from './commands/notify.ts';
import { addReconcile } from './commands/reconcile.ts';
import { addRelease } from './commands/release.ts';
import { addStatus } from './commands/status.ts';
import { addVersion } from './commands/version.ts';
import { addWatch } from './commands/watch.ts';
import type { Context } from './context.ts';
import { shownExamples } from './help/cloud-examples.ts';
import type { ShownExamples } from './help/cloud-examples.ts';
import { isHelpWanted } from './help/help-words.ts';
import { versionLine } from './run/run-plain.ts';

const examplesOf = ({ assign, node }: ShownExamples): string => `
Examples:
  floatip demo                          watch a failover on an embedded cloud
  ${assign[0]?.[0] ?? ''}
                                        bring an address to this host, and read back that it is here
  floatip status                        who holds the configured addresses
  ${`floatip assign web --to ${node}`.padEnd(38)}bring a configured address to another node
  floatip assign web --dry-run --json   say what would be done, for a program
  floatip config check                  check the config file and the secrets it names

Exit codes: 0 it is ours or there was nothing to do, 1 bug, 2 usage, 3 config or no such address,
4 not allowed, 5 superseded, 6 out of time, 7 refused, 8 locked, 130 and 143 interrupted.
`;

type AddCommand = (program: Command, context: Context) => void;

const commands: ReadonlyMap<string, AddCommand> = new Map([
  ['assign', addAssign],
  ['release', addRelease],
  ['status', addStatus],
  ['notify', addNotify],
  ['reconcile', addReconcile],
  ['watch', addWatch],
  ['doctor', addDoctor],
  ['drill', addDrill],
  ['lease', addLease],
  ['history', addHistory],
  ['init', addInit],
  ['config', addConfig],
  ['alert', addAlert],
  ['cloud', addCloud],
  ['demo', addDemo],
  ['completion', addCompletion],
  ['version', addVersion],
]);

export const commandNames: ReadonlySet<string> = new Set(commands.keys());

/** Help for a command that is not there is that command, which is refused with a better one. */
export function wordsOf(args: readonly string[]): readonly string[] {
  const [first, second = 'help'] = args;
  return first === 'help' && second !== 'help' && !commands.has(second) ? args.slice(1) : args;
}

/** What the help of a command says of the clouds, which are loaded for it. */
export async function loadHelp(words: readonly string[]): Promise<string> {
  if (!words.includes('cloud') || !isHelpWanted(words)) return '';
  const { cloudHelp } = await import('./help/cloud-help.ts');
  return cloudHelp;
}

/**
 * The command line. Where the first word is a command, only that one is set up: the others would
 * take time and not be looked at. Each command loads its work when it is run.
 */
export function createProgram(context: Context, words: readonly string[]): Command {
  const { stdout, stderr } = context.io;
  const [first = ''] = words;
  const program = new Command('floatip')
    .description('Moves a floating IP to the live host, and reads back that it is there.')
    .version(versionLine, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // Whoever runs it is thrown the same, and says it with what to do about it.
      outputError: () => undefined,
    })
    .addHelpText('after', examplesOf(shownExamples(context.described)));
  // Completion is about all of them.
  const named = first === 'completion' ? undefined : commands.get(first);
  for (const add of named === undefined ? commands.values() : [named]) add(program, context);
  return program;
}
