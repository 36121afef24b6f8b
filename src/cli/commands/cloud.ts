import type { Command } from 'commander';

import type { Context } from '../context.ts';
import type { CloudOptions } from '../run/run-cloud.ts';

export function addCloud(program: Command, context: Context): void {
  program
    .command('cloud')
    .summary('run an embedded cloud to rehearse on')
    .description('Run an embedded cloud to rehearse failovers on, until interrupted.')
    .argument('[topology]', 'YAML file that says what runs in it (default: a small example)')
    .option('--print-topology', 'print the example topology and exit')
    .option('--json', 'print where it listens as one JSON object')
    .addHelpText('after', context.help ?? '')
    .action(async (path: string | undefined, options: CloudOptions) => {
      const { runCloud } = await import('../run/run-cloud.ts');
      await runCloud(path, options, context.io);
    });
}
