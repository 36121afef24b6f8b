import { Option } from 'commander';
import type { Command } from 'commander';

import type { Context } from '../context.ts';

const help = `
Examples:
  floatip demo                   two hosts in each cloud, every kind of address, one failover
  floatip demo --cloud <name>    the same in one of them
  npm run demo                   all of it from a fresh clone

Nothing leaves this machine: the cloud is embedded, and gone when the demo ends.
`;

export function addDemo(program: Command, context: Context): void {
  program
    .command('demo')
    .summary('watch a failover on an embedded cloud')
    .description('Watch every kind of address move from one host to another on an embedded cloud.')
    .addOption(new Option('--cloud <name>', 'show only this one').choices(context.io.clouds.names))
    .option('--no-color', 'print without colour')
    .addHelpText('after', help)
    .action(async (options: { color: boolean; cloud?: string }) => {
      const { runDemo } = await import('../run/run-demo.ts');
      context.finish(await runDemo(context.io, options));
    });
}
