import { Command } from 'commander';

import { addAlert } from './alert.ts';
import { addAssign } from './assign.ts';
import { shownExamples } from './cloud-examples.ts';
import type { ShownExamples } from './cloud-examples.ts';
import { addCloud } from './cloud.ts';
import { addCompletion } from './completion.ts';
import { addConfig } from './config.ts';
import type { Context } from './context.ts';
import { addDemo } from './demo.ts';
import { addDoctor } from './doctor.ts';
import { isHelpWanted } from './help-words.ts';
import { addHistory } from './history.ts';
import { addInit } from './init.ts';
import { addLease } from './lease.ts';
import { addNotify } from './notify.ts';
import { addReconcile } from './reconcile.ts';
import { addRelease } from './release.ts';
import { addStatus } from './status.ts';
import { addVersion, versionLine } from './version.ts';
import { addWatch } from './watch.ts';

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
  const { cloudHelp } = await import('./cloud-help.ts');
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
