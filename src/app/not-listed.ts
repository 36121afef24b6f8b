import { Failure } from '../ports/failure.ts';
import type { KindDescription } from '../providers/kind-description.ts';

/** Why an address has to be in the config of which only the config can say all that has to be known. */
export function notListed(
  { one, lineInConfig }: KindDescription,
  key: 'id' | 'ip',
  value: string,
): Failure {
  return new Failure('usage', `${value} is ${one} that the config does not list`, {
    hint: `List it: ${lineInConfig?.(key, value)}`,
  });
}
