import type { Command } from 'commander';

import type { Context } from './context.ts';
import { addOptions, workOptions } from './options.ts';
import type { WorkOptions } from './options.ts';

const examples = `
Examples:
  floatip status                      all configured addresses
  floatip status 203.0.113.10         one address, configured or not
  floatip status --json | jq -r '.addresses[] | select(.verdict != "ok") | .name'
`;

export function addStatus(program: Command, context: Context): void {
  const command = program
    .command('status')
    .summary('who holds the addresses')
    .description('Print who holds the addresses, as the cloud says right now. Changes nothing.')
    .argument('[address...]', 'names from the config, IPs or ids (default: all of the config)')
    .addHelpText('after', examples)
    .action(async (wanted: readonly string[], options: WorkOptions) => {
      const { runStatus } = await import('./run-status.ts');
      await runStatus({ wanted, options, context });
    });
  addOptions(command, workOptions());
}
