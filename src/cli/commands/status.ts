import { Option } from 'commander';
import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { addOptions, workOptions } from '../options.ts';
import type { StatusOptions } from '../run/run-status.ts';

const examples = `
Examples:
  floatip status                      all configured addresses
  floatip status 203.0.113.10         one address, configured or not
  floatip status --watch              the same on the whole terminal, kept current
  floatip status --json | jq -r '.addresses[] | select(.verdict != "ok") | .name'
`;

const verdicts = `
Verdicts:
  ok           it is here and should be, or follows nothing
  should-move  this host is MASTER and lacks it, or what belongs on it; or has it and is not MASTER
  contested    this host is MASTER, and another one took it in the last three minutes
  elsewhere    it is not here, and need not be
  unknown      its owner could not be read, or this host does not know who it is

WHY says what is not as it should be. The exit code tells whether all could be read and exists, not
whether it is where it should be.
`;

export function addStatus(program: Command, context: Context): void {
  const command = program
    .command('status')
    .summary('who holds the addresses')
    .description('Print who holds the addresses, as the cloud says right now. Changes nothing.')
    .argument('[address...]', 'names from the config, IPs or ids (default: all of the config)')
    .option('-w, --wide', 'everything, on lines as long as it takes')
    .addOption(
      new Option('--watch', 'show it on the whole terminal, and keep it current').conflicts([
        'json',
        'wide',
      ]),
    )
    .addHelpText('after', verdicts)
    .addHelpText('after', examples)
    .action(async (wanted: readonly string[], options: StatusOptions) => {
      if (options.watch === true) {
        const { runStatusWatch } = await import('../run/run-status-watch.ts');
        await runStatusWatch({ wanted, options, context });
        return;
      }
      const { runStatus } = await import('../run/run-status.ts');
      await runStatus({ wanted, options, context });
    });
  addOptions(command, workOptions(context));
}
