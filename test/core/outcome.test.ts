import { describe, expect, it } from 'vitest';

import type { FailureClass } from '../../src/core/failure-class.ts';
import { exitCodeOf, exitCodeOfResults } from '../../src/core/outcome.ts';
import type { Result } from '../../src/core/outcome.ts';

describe('exitCodeOf()', () => {
  it.each<[FailureClass, number]>([
    ['usage', 2],
    ['config', 3],
    ['missing', 3],
    ['denied', 4],
    ['credentials', 4],
    ['superseded', 5],
    ['deadline', 6],
    ['throttled', 6],
    ['busy', 6],
    ['transport', 6],
    ['ambiguous', 6],
    ['stale', 6],
    ['invalid', 7],
  ])('%s is %i', (failureClass, code) => {
    expect(exitCodeOf(failureClass)).toBe(code);
  });
});

describe('exitCodeOfResults()', () => {
  const good = { outcome: 'moved' } as const;
  const bad = (failureClass: FailureClass) =>
    ({ outcome: 'failed', error: { class: failureClass, message: '' } }) as const;

  it.each<[Pick<Result, 'outcome' | 'error'>[], number]>([
    [[], 0],
    [[good, { outcome: 'already-held' }, { outcome: 'not-ours' }], 0],
    [[good, { outcome: 'superseded' }, bad('denied')], 5],
    [[good, bad('denied'), bad('deadline')], 4],
  ])('case %#', (results, code) => {
    expect(exitCodeOfResults(results)).toBe(code);
  });
});
