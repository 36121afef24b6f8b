import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { durationMs } from '../duration.ts';
import { addOptions, commonOptions } from '../options.ts';
import type { HistoryOptions } from '../run/run-history.ts';

const help = `
Examples:
  floatip history                  what happened, oldest first
  floatip history --since 2h       in the last two hours (30s, 15m, 2h, 3d)
  floatip history --json           every entry of the journal, one JSON object a line
`;

export function addHistory(program: Command, context: Context): void {
  const command = program
    .command('history')
    .summary('what happened on this host')
    .description('Print what happened on this host: events, takeovers, and how they ended.')
    .option('--json', 'print every entry of the journal as JSON, one a line')
    .option('--since <duration>', 'only the last 30s, 15m, 2h or 3d', parseSince)
    .addHelpText('after', help)
    .action(async (options: HistoryOptions) => {
      const { runHistory } = await import('../run/run-history.ts');
      await runHistory(options, context.io);
    });
  addOptions(command, commonOptions());
}

function parseSince(text: string): number {
  const ms = durationMs(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError('It must be a duration such as 30s, 15m, 2h or 3d.');
}
