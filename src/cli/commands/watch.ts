import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { fifoPath } from '../keepalived/keepalived-lines.ts';
import { addOptions, commonOptions } from '../options.ts';
import type { WatchOptions } from '../run/run-watch.ts';

const help = `
In keepalived.conf, in global_defs, the first line; with both, keepalived starts floatip itself, and says
where its FIFO is:
  vrrp_notify_fifo ${fifoPath} root root
  vrrp_notify_fifo_script "/usr/bin/floatip watch"

Without a FIFO, hooks (floatip notify) hand their events to the watcher and leave; without either, an
address that has a vip follows it: an IP that keepalived puts on an interface of this host.

Examples:
  floatip watch --fifo ${fifoPath}   as hooks/floatip.service starts it
  floatip watch                                      hears of events from hooks, or by a vip
  floatip watch --listen 127.0.0.1:9477              with /metrics, /healthz, /readyz and /status

SIGHUP reads the config again; one that cannot be used is refused, and the old one stays.
`;

export function addWatch(program: Command, context: Context): void {
  const command = program
    .command('watch')
    .summary('stay, and take over within milliseconds of an event')
    .description('Stay, take over within milliseconds of an event, and heal what events missed.')
    .argument('[fifo]', "keepalived's notify FIFO, as keepalived appends it")
    .option('--fifo <path>', "keepalived's notify FIFO")
    .option('--listen <host:port>', 'serve metrics and health there (default: off)', parseListen)
    .addHelpText('after', help)
    .action(async (fifo: string | undefined, options: WatchOptions) => {
      const { runWatch } = await import('../run/run-watch.ts');
      await runWatch({ ...options, ...(fifo === undefined ? {} : { fifo }) }, context);
    });
  addOptions(command, commonOptions());
}

function parseListen(text: string): string {
  const [, port] = /^(?:\[[0-9a-f:]+\]|[^:]+):(\d{1,5})$/i.exec(text) ?? [];
  if (port !== undefined && Number(port) < 65_536) return text;
  throw new InvalidArgumentError('It must be a host and a port, such as 127.0.0.1:9477.');
}
