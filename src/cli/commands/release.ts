import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { shownExamples } from '../help/cloud-examples.ts';
import type { ShownExamples } from '../help/cloud-examples.ts';
import { addOptions, handOptions, nodeOption } from '../options.ts';
import type { HandOptions } from '../options.ts';

const examplesOf = ({ node }: ShownExamples): string => `
Examples:
  floatip release web                    take an address from this host, so that nobody holds it
  ${`floatip release web --from ${node}`.padEnd(39)}take it from another node
  floatip release web --dry-run          say what would be done, and why
  floatip release --all                  take all configured addresses from this host

An address that another node holds is left alone.
`;

interface ReleaseOptions extends HandOptions {
  readonly from?: string;
}

export function addRelease(program: Command, context: Context): void {
  const shown = shownExamples(context.described);
  const command = program
    .command('release')
    .summary('take addresses from this host')
    .description('Take addresses from this host, or from another node, so that nobody holds them.')
    .argument(
      '[address...]',
      'names from the config, IPs or ids (without: all of the config, once asked)',
    )
    .addOption(
      nodeOption('--from <node>', `take them from this node instead: the id of ${shown.nodes}`),
    )
    .addHelpText('after', examplesOf(shown))
    .action(async (wanted: readonly string[], options: ReleaseOptions) => {
      const { runWork } = await import('../work.ts');
      const work = { verb: 'release', wanted, options, context, node: options.from } as const;
      await runWork(work, async (order, session) => {
        const { release } = await import('../../app/release.ts');
        return await release(
          { ...order, cause: 'release', dryRun: options.dryRun, from: options.from },
          session,
        );
      });
    });
  addOptions(command, handOptions(context));
}
