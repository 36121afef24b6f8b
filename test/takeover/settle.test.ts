import { expect, it } from 'vitest';

import { free } from '../../src/core/owner.ts';
import { Failure } from '../../src/ports/failure.ts';
import { settle } from '../../src/takeover/settle.ts';
import type { SettleOptions } from '../../src/takeover/settle.ts';
import { FakeClock } from '../support/fake-clock.ts';

const reading = { owner: free, pending: false };

/** A change that shows after three seconds. */
function optionsOn(clock: FakeClock): SettleOptions {
  return {
    operation: { id: '1', requestId: null, progress: () => Promise.resolve('running') },
    read: () => Promise.resolve(reading),
    reached: () => clock.now() >= 3000,
    checkWanted: () => undefined,
    clock,
    random: () => 0.5,
    signal: new AbortController().signal,
    remainingMs: () => Infinity,
    onFailedLook: () => undefined,
  };
}

/** A change of which the owner says nothing for a while, and the cloud's own word fails. */
async function settleDespite(reason: Error): Promise<unknown> {
  const clock = new FakeClock();
  const operation = { id: '1', requestId: null, progress: () => Promise.reject(reason) };
  const settling = settle({ ...optionsOn(clock), operation });
  return await clock.run(settling.catch((thrown: unknown) => thrown));
}

/** When the owner is looked at, while every look fails but those after the end. */
async function looksWhile(failure: Failure, endMs: number, limitMs = Infinity): Promise<number[]> {
  const clock = new FakeClock();
  const looks: number[] = [];
  const settling = settle({
    ...optionsOn(clock),
    remainingMs: () => limitMs - clock.now(),
    read() {
      looks.push(clock.now());
      return clock.now() < endMs ? Promise.reject(failure) : Promise.resolve(reading);
    },
  });
  await clock.run(settling);
  return looks;
}

it("goes by the owner where the cloud's word on the change cannot be had", async () => {
  expect(await settleDespite(new Failure('transport', 'no answer'))).toMatchObject({ owner: free });
});

it('does not hide a bug in how a change is followed', async () => {
  const bug = new TypeError('undefined is not a function');
  expect(await settleDespite(bug)).toBe(bug);
});

it('looks ever more rarely while the cloud asks for fewer requests, without saying for how long', async () => {
  const failure = new Failure('throttled', 'RequestLimitExceeded');
  // Half of 1 s doubling to 30 s.
  expect(await looksWhile(failure, 60_000)).toEqual([
    0, 500, 1500, 3500, 7500, 15_500, 30_500, 45_500, 60_500,
  ]);
});

it('looks again when the cloud says so', async () => {
  const failure = new Failure('throttled', '429', { retryAfterMs: 4000 });
  expect(await looksWhile(failure, 8000)).toEqual([0, 4000, 8000]);
});

it('has a last look where it would have to wait for longer than there is time', async () => {
  const failure = new Failure('throttled', 'RequestLimitExceeded');
  expect(await looksWhile(failure, 4000, 6000)).toEqual([0, 500, 1500, 3500, 5000]);
});

it('looks again after half a minute, however long the cloud asks it to wait', async () => {
  const failure = new Failure('throttled', '429', { retryAfterMs: 86_400_000 });
  expect(await looksWhile(failure, 60_000)).toEqual([0, 30_000, 60_000]);
});

it('has a last look where the cloud asks it to wait for longer than there is time', async () => {
  const failure = new Failure('throttled', '429', { retryAfterMs: 86_400_000 });
  expect(await looksWhile(failure, 4000, 6000)).toEqual([0, 5000]);
});
