import type { Command } from 'commander';

import type { Context } from './context.ts';
import { addOptions, dryRunOption, workOptions } from './options.ts';
import type { WorkOptions } from './options.ts';

const examples = `
Examples:
  floatip release web                    take an address from this host, so that nobody holds it
  floatip release web --from 12345678    take it from another node
  floatip release web --dry-run          say what would be done, and why

An address that another node holds is left alone.
`;

interface ReleaseOptions extends WorkOptions {
  readonly from?: string;
  readonly dryRun: boolean;
}

export function addRelease(program: Command, context: Context): void {
  const command = program
    .command('release')
    .summary('take addresses from this host')
    .description('Take addresses from this host, or from another node, so that nobody holds them.')
    .argument('[address...]', 'names from the config, IPs or ids (default: all of the config)')
    .option('--from <node>', 'take them from this node instead: the id of a Droplet or CVM')
    .addHelpText('after', examples)
    .action(async (wanted: readonly string[], options: ReleaseOptions) => {
      const { runWork } = await import('./work.ts');
      await runWork({ wanted, options, context, node: options.from }, async (order, session) => {
        const { release } = await import('../app/release.ts');
        return await release(
          { ...order, cause: 'release', dryRun: options.dryRun, from: options.from },
          session,
        );
      });
    });
  addOptions(command, [dryRunOption(), ...workOptions()]);
}
