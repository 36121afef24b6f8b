import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { addOptions, hookOptions } from '../options.ts';
import type { NotifyOptions } from '../run/run-notify.ts';

const help = `
keepalived runs it by hooks/keepalived-notify; "floatip init" prints the lines for keepalived.conf.

Examples:
  floatip notify INSTANCE VI_1 MASTER 200     what keepalived runs; takes what follows VI_1
  floatip notify --instance VI_1 --state BACKUP
  floatip notify --group VG_1 --state MASTER --json

MASTER takes every address that follows the instance or group. MASTER_RX_LOWER_PRI, after a flap, makes
sure of them again. Everything else is only noted, and ends the runs that were taking them.
`;

export function addNotify(program: Command, context: Context): void {
  const command = program
    .command('notify')
    .summary('hear an event of keepalived, and act on it')
    .description('Hear an event of keepalived, and act on it.')
    .argument('[event...]', 'INSTANCE|GROUP NAME STATE PRIORITY, as keepalived appends it')
    .option('--instance <name>', 'VRRP instance, for notify_master and its siblings')
    .option('--group <name>', 'VRRP group, for notify_master and its siblings')
    .option('--state <state>', 'MASTER, BACKUP, FAULT, STOP, DELETED or MASTER_RX_LOWER_PRI')
    .addHelpText('after', help)
    .action(async (words: readonly string[], options: NotifyOptions) => {
      const { runNotify } = await import('../run/run-notify.ts');
      await runNotify(words, options, context);
    });
  addOptions(command, hookOptions());
}
