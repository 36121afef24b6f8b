import type { Result } from '../core/outcome.ts';

/** A result with one more thing that the operator should know of. */
export function withWarning(result: Result, warning: string | undefined): Result {
  if (warning === undefined) return result;
  const both = result.warning === undefined ? warning : `${result.warning}; ${warning}`;
  return { ...result, warning: both };
}
