import { expect, it } from 'vitest';

import { settle } from '../../src/app/settle.ts';
import type { SettleOptions } from '../../src/app/settle.ts';
import { free } from '../../src/core/owner.ts';
import { Failure } from '../../src/ports/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** A change of which the owner says nothing for a while, and the cloud's own word fails. */
async function settleDespite(reason: Error): Promise<unknown> {
  const clock = new FakeClock();
  const reading = { owner: free, pending: false };
  const options: SettleOptions = {
    operation: { id: '1', requestId: null, progress: () => Promise.reject(reason) },
    read: () => Promise.resolve(reading),
    reached: () => clock.now() >= 3000,
    checkWanted: () => undefined,
    clock,
    signal: new AbortController().signal,
    remainingMs: () => Infinity,
    onFailedLook: () => undefined,
  };
  return await clock.run(settle(options).catch((thrown: unknown) => thrown));
}

it("goes by the owner where the cloud's word on the change cannot be had", async () => {
  expect(await settleDespite(new Failure('transport', 'no answer'))).toMatchObject({ owner: free });
});

it('does not hide a bug in how a change is followed', async () => {
  const bug = new TypeError('undefined is not a function');
  expect(await settleDespite(bug)).toBe(bug);
});
