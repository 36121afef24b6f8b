import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { shownExamples } from '../help/cloud-examples.ts';
import { addOptions, nodeOption, workOptions } from '../options.ts';
import type { DrillOptions } from '../run/run-drill.ts';

const examplesOf = (node: string): string => `
Examples:
  ${`floatip drill web --to ${node}`.padEnd(43)}once to that node and back, on the real cloud
  ${`floatip drill web --to ${node} --rounds 20`.padEnd(43)}twenty times, for percentiles
  ${`floatip drill --simulate`.padEnd(43)}the same on the embedded clouds
  ${`floatip drill web --json --yes > drill.json`.padEnd(43)}a report to hand to somebody else

It moves what is in use, and asks before it does. Interrupted, it says where the address is and how to put it
back. The report has no secret in it, and no full address without --full.
`;

export function addDrill(program: Command, context: Context): void {
  const shown = shownExamples(context.described);
  const command = program
    .command('drill')
    .summary('move an address to and fro, and measure')
    .description(
      'Move addresses to another node and back, measure each phase, and say what the cloud does otherwise than the embedded one.',
    )
    .argument(
      '[address...]',
      'names from the config, IPs or ids (without: all of the config, once asked)',
    )
    .addOption(
      nodeOption(
        '--to <node>',
        `the other node: the id of ${shown.nodes} (default: this host, where another has the address)`,
      ),
    )
    .addOption(
      new Option('--rounds <n>', 'how often to move there and back')
        .argParser(parseRounds)
        .default(1),
    )
    .option('--simulate', 'do it on the embedded clouds, of which nothing leaves this machine')
    .option('-y, --yes', 'do not ask before real addresses are moved')
    .option('--all', 'all addresses of the config; needed with --yes')
    .option('--full', 'tell addresses and nodes in full')
    .addHelpText('after', examplesOf(shown.node))
    .action(async (wanted: readonly string[], options: DrillOptions) => {
      const { runDrill } = await import('../run/run-drill.ts');
      await runDrill({ wanted, options, context });
    });
  addOptions(command, workOptions(context));
}

const mostRounds = 1000;

function parseRounds(text: string): number {
  const rounds = Number(text);
  if (/^\d+$/.test(text) && rounds >= 1 && rounds <= mostRounds) return rounds;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${mostRounds}.`);
}
