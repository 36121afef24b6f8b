import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { addOptions, commonOptions, hookOptions } from '../options.ts';
import type { CommonOptions, HookOptions } from '../options.ts';

const examples = `
Examples:
  floatip alert test          a test message by each channel of the config
  floatip alert test ops p    by these two
  floatip alert send          what still waits to be sent; hooks and cron start it by themselves

Exit codes of test, of the first channel that did not take it: 3 config or certificate, 4 credentials
refused, 6 no answer in time, 7 refused.
`;

export function addAlert(program: Command, context: Context): void {
  const alert = program
    .command('alert')
    .summary('test whether people would be told, or send what waits')
    .description('Test whether people would be told, or send what waits.')
    .addHelpText('after', examples);

  const test = alert
    .command('test')
    .description('Send a test message by each channel of the config, and say what became of it.')
    .argument('[channel...]', 'names of channels (default: all of the config)')
    .addHelpText('after', examples)
    .action(async (wanted: readonly string[], options: HookOptions) => {
      const { runAlertTest } = await import('../run/run-alert-test.ts');
      await runAlertTest(wanted, options, context);
    });
  addOptions(test, hookOptions());

  const send = alert
    .command('send')
    .description('Send the alerts that wait, unless another process of this host does.')
    .addHelpText('after', examples)
    .action(async (options: CommonOptions) => {
      const { runAlertSend } = await import('../run/run-alert-send.ts');
      await runAlertSend(options, context);
    });
  addOptions(send, commonOptions());
}
