import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { setUpOptions } from '../init/set-up-options.ts';
import { addOptions, commonOptions } from '../options.ts';
import type { InitOptions } from '../run/run-init.ts';

const help = `
Examples:
  floatip init                     for a new pair, asks; where a config lists addresses, prints the
                                   lines that they need in keepalived.conf
  floatip init --policy            the least that a token, key or role must be allowed to do
  floatip init --policy --json     the same as one JSON object
  floatip init --address KIND:IP --self 10.10.0.2 --peer 10.10.0.3 --interface eth1 --check nginx --write pair
                                   writes all files of both hosts: pair/10.10.0.2/etc/…, pair/10.10.0.3/etc/…
  floatip init --from /etc/keepalived/keepalived.conf --address KIND:IP
                                   the config and the lines that go with a keepalived.conf that is there

The lines and --policy are made for the addresses in the config, so list those first. The lines have
keepalived run /etc/floatip/keepalived-notify: copy that there from the folder hooks of the package.
`;

export function addInit(program: Command, context: Context): void {
  const command = program
    .command('init')
    .summary('write the set-up of a pair of hosts, or the lines and rights it needs')
    .description(
      'Write all files of a pair of hosts, or print what the addresses in the config need elsewhere.',
    )
    .option(
      '--policy',
      'print the permissions that floatip needs, not the lines for keepalived.conf',
    )
    .option('--json', 'print one JSON object on stdout')
    .addHelpText('after', help)
    .action(async (options: InitOptions) => {
      const { runInit } = await import('../run/run-init.ts');
      await runInit(options, context);
    });
  addOptions(command, [...setUpOptions(), ...commonOptions()]);
}
