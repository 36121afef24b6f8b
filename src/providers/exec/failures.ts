import { Failure } from '../../ports/failure.ts';
import type { Trouble } from './schema.ts';

/** What a program says went wrong. A change that was cut off on its way may have landed. */
export function failureOf(
  { class: said, message, hint, retryAfter }: Trouble,
  isWrite: boolean,
): Failure {
  const failureClass = isWrite && said === 'transport' ? 'ambiguous' : said;
  return new Failure(failureClass, message, {
    hint,
    retryAfterMs: retryAfter === undefined ? undefined : retryAfter * 1000,
  });
}
