import type { Command } from 'commander';

import type { Context } from './context.ts';
import { addOptions, commonOptions } from './options.ts';
import type { InitOptions } from './run-init.ts';

const help = `
Examples:
  floatip init                     the lines for keepalived.conf
  floatip init --policy            the least that a token, key or role must be allowed to do
  floatip init --policy --json     the same as one JSON object

Both are made for the addresses in the config, so list those first. The lines have
keepalived run /etc/floatip/keepalived-notify: copy that there from the folder hooks of the package.
`;

export function addInit(program: Command, context: Context): void {
  const command = program
    .command('init')
    .summary('print what has to be set up elsewhere')
    .description('Print what has to be set up elsewhere for the addresses in the config.')
    .option(
      '--policy',
      'print the permissions that floatip needs, not the lines for keepalived.conf',
    )
    .option('--json', 'print one JSON object on stdout')
    .addHelpText('after', help)
    .action(async (options: InitOptions) => {
      const { runInit } = await import('./run-init.ts');
      await runInit(options, context.io);
    });
  addOptions(command, commonOptions());
}
