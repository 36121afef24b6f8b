import { Failure } from '../../ports/failure.ts';
import type { OutputOptions, SetUpOptions } from './set-up-options.ts';

const keys = [
  'topology',
  'address',
  'self',
  'peer',
  'selfName',
  'peerName',
  'interface',
  'vip',
  'vrid',
  'instance',
  'by',
  'check',
  'unit',
  'detect',
  'write',
  'force',
] as const satisfies readonly (keyof (SetUpOptions & OutputOptions))[];

/** Whether a new pair is meant, by any option that only such a one has. Throws `usage` beside `--policy`. */
export function isSetUp(
  options: SetUpOptions & OutputOptions & { readonly policy?: true },
): boolean {
  const given = keys.filter((key) => options[key] !== undefined);
  if (given.length === 0 || options.policy !== true) return given.length > 0;
  throw new Failure('usage', '--policy is for the addresses in the config, not for a new pair', {
    hint: 'Leave --policy out, or all other options',
  });
}
