import { describe, expect, it } from 'vitest';

import { sleep } from '../../../src/lib/time/sleep.ts';
import { Failure } from '../../../src/ports/failure.ts';
import { createEndpoints, isUnresolved } from '../../../src/providers/tencent/endpoints.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const [inside, outside] = [
  'https://vpc.internal.tencentcloudapi.com',
  'https://vpc.tencentcloudapi.com',
] as const;

function unresolved(code: string): Failure {
  return new Failure('transport', `POST ${inside}: getaddrinfo ${code} vpc.internal`);
}

describe('createEndpoints()', () => {
  it.each([
    ['ENOTFOUND', 59_000, outside],
    ['ENOTFOUND', 61_000, inside],
    ['EAI_AGAIN', 500, outside],
    ['EAI_AGAIN', 1500, inside],
  ])('after %s and %i ms means %s', async (code, ms, expected) => {
    const clock = new FakeClock();
    const endpoints = createEndpoints(undefined, clock);
    expect(endpoints.current()).toBe(inside);
    expect(endpoints.fallBack(inside, unresolved(code))).toBe(true);
    expect(endpoints.fallBack(outside, unresolved(code))).toBe(false);
    await clock.run(sleep(clock, ms, new AbortController().signal));
    expect(endpoints.current()).toBe(expected);
  });
});

describe('isUnresolved()', () => {
  it.each([
    [unresolved('ENOTFOUND'), true],
    [unresolved('EAI_AGAIN'), true],
    [unresolved('ETIMEDOUT'), false],
    [new Failure('denied', 'ENOTFOUND'), false],
  ])('%s: %s', (error, expected) => {
    expect(isUnresolved(error)).toBe(expected);
  });
});
