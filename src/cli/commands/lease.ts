import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { addOptions, hookOptions } from '../options.ts';
import type { HookOptions } from '../options.ts';

const help = `
Examples:
  floatip lease list           which host has which lease, and who else takes part
  floatip lease release web    ask the host that has it to let another one have it
`;

export function addLease(program: Command, context: Context): void {
  const lease = program
    .command('lease')
    .summary('who has which lease, and have it given away')
    .description('Show who has the leases that addresses follow, or have one given away.')
    .addHelpText('after', help);

  const list = lease
    .command('list')
    .description('Print who has each lease, and who else takes part. Changes nothing.')
    .addHelpText('after', help)
    .action(async (options: HookOptions) => {
      const { runLeaseList } = await import('../run/run-lease.ts');
      await runLeaseList(options, context);
    });
  addOptions(list, hookOptions());

  const release = lease
    .command('release')
    .argument('<lease>', 'its name')
    .description('Ask the host that has a lease to give way, and wait until another one has it.')
    .addHelpText('after', help)
    .action(async (name: string, options: HookOptions) => {
      const { runLeaseRelease } = await import('../run/run-lease.ts');
      await runLeaseRelease(name, options, context);
    });
  addOptions(release, hookOptions());
}
