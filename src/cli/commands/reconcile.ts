import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { addOptions, dryRunOption, hookOptions } from '../options.ts';
import type { ReconcileOptions } from '../run/run-reconcile.ts';

const help = `
Examples:
  * * * * * root /usr/bin/floatip reconcile    in /etc/cron.d/floatip: heals what events missed
  floatip reconcile --verbose                  say of every address how it is
  floatip reconcile --dry-run                  say what would be done, and why

Acts where this node is MASTER, and is silent when all is well. Fails where the config lists no addresses.
`;

export function addReconcile(program: Command, context: Context): void {
  const command = program
    .command('reconcile')
    .summary('put right what events missed, for cron')
    .description('Take what this node should hold, as MASTER, and does not. For cron.')
    .option('-v, --verbose', 'one line for every address, not only for changes')
    .option('--textfile <folder>', "write metrics for node_exporter's textfile collector there")
    .addHelpText('after', help)
    .action(async (options: ReconcileOptions) => {
      const { runReconcile } = await import('../run/run-reconcile.ts');
      await runReconcile(options, context);
    });
  addOptions(command, [dryRunOption(), ...hookOptions()]);
}
