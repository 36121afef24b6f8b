import { Failure, isFailure } from '../ports/failure.ts';

/** Does all of it, whatever of it fails, and then throws `config` with everything that is wrong. */
export async function together(works: readonly (() => unknown)[]): Promise<void> {
  const failures: Failure[] = [];
  for (const work of works) {
    try {
      await work();
    } catch (error) {
      if (!isFailure(error, 'config')) throw error;
      failures.push(error);
    }
  }
  const last = failures.pop();
  if (last === undefined) return;
  if (failures.length === 0) throw last;
  const lines = failures.flatMap(({ message, hint }) =>
    [message, hint].filter(Boolean).join('. ').split('\n'),
  );
  throw new Failure('config', [...lines, last.message], { hint: last.hint });
}
