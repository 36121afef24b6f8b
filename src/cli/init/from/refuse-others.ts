import { Failure } from '../../../ports/failure.ts';
import type { SetUpOptions } from '../set-up-options.ts';

/** What the keepalived.conf itself says. */
const said = {
  topology: '--topology',
  self: '--self',
  peer: '--peer',
  interface: '--interface',
  vip: '--vip',
  vrid: '--vrid',
  instance: '--instance',
  check: '--check',
  unit: '--unit',
  detect: '--detect',
} as const;

/** Throws `usage` for options that only a new pair has. */
export function refuseOthers(options: SetUpOptions): void {
  const given = Object.entries(said).flatMap(([key, flag]) =>
    Object.hasOwn(options, key) ? [flag] : [],
  );
  if (given.length === 0) return;
  throw new Failure('usage', `--from does not go with ${given.join(', ')}`, {
    hint: 'Leave those out: the keepalived.conf that is there says so already',
  });
}
