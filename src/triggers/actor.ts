import { ownTerminal, whoRuns } from '../lib/processes/who-runs.ts';
import type { Actor } from '../ports/journal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Who has a command do what it does: whoever sits at its terminal, else what such a command is run by. */
export function actorOf(command: string, env: Environment): Actor {
  if (command === 'watch') return { how: 'watch' };
  const isAutomatic = command === 'notify' || command === 'reconcile';
  if (!isAutomatic || ownTerminal() !== undefined) return { how: 'operator', ...whoRuns(env) };
  if (command === 'notify') return { how: 'keepalived' };
  // systemd gives each run of a service an id.
  return { how: env['INVOCATION_ID'] ? 'systemd' : 'cron' };
}
