import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { addOptions, commonOptions } from '../options.ts';
import type { DoctorOptions } from '../run/run-doctor.ts';

const help = `
Examples:
  floatip doctor                          all there is to check, each with what to do
  floatip doctor --as keepalived_script   for hooks that run as that user
  floatip doctor --peer 10.0.0.3:9477     and whether that host's watcher agrees
  floatip doctor --json | jq -r '.checks[] | select(.status == "fail") | .fix'

It changes nothing. Exit code 0 where nothing fails, else 3. What each check means is in docs/doctor.md.
`;

export function addDoctor(program: Command, context: Context): void {
  const command = program
    .command('doctor')
    .summary('what is wrong with the set-up, and what to do')
    .description('Check all that a failover needs, and say what to do about what is wrong.')
    .option('--json', 'print one JSON object on stdout')
    .option(
      '--as <user>',
      'the user that keepalived runs its scripts as (default: as its config says)',
    )
    .option(
      '--keepalived-conf <file>',
      "keepalived's config (default: that of the one that runs, /etc/keepalived/keepalived.conf)",
    )
    .option(
      '--peer <host:port>',
      'ask the watcher of another host too; can be repeated',
      collect,
      [],
    )
    .addHelpText('after', help)
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import('../run/run-doctor.ts');
      await runDoctor(options, context);
    });
  addOptions(command, commonOptions());
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
