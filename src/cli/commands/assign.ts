import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { shownExamples } from '../help/cloud-examples.ts';
import type { ShownExamples } from '../help/cloud-examples.ts';
import { addOptions, handOptions, nodeOption } from '../options.ts';
import type { AssignOptions } from '../run/run-assign.ts';

function examplesOf({ assign, node }: ShownExamples): string {
  const rows = [
    ...assign,
    ['floatip assign --all', 'bring all configured addresses to this host'],
    [`floatip assign web --to ${node}`, 'bring it to another node'],
    ['floatip assign web --dry-run', 'say what would be done, and why'],
  ] as const;
  const lines = rows.map(([line, meaning]) => `  ${line.padEnd(43)}${meaning}\n`);
  return `\nExamples:\n${lines.join('')}`;
}

export function addAssign(program: Command, context: Context): void {
  const shown = shownExamples(context.described);
  const command = program
    .command('assign')
    .summary('bring addresses to this host, or to another node')
    .description(
      'Bring addresses to this host, or to another node, and read back that they are there.',
    )
    .argument(
      '[address...]',
      'names from the config, IPs or ids (without: all of the config, once asked)',
    )
    .addOption(
      nodeOption('--to <node>', `bring them to this node instead: the id of ${shown.nodes}`),
    )
    .addHelpText('after', examplesOf(shown))
    .action(async (wanted: readonly string[], options: AssignOptions) => {
      const { runAssign } = await import('../run/run-assign.ts');
      await runAssign(wanted, options, context);
    });
  addOptions(command, handOptions(context));
}
