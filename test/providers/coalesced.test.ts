import { describe, expect, it } from 'vitest';

import type { Address } from '../../src/core/address.ts';
import { free } from '../../src/core/owner.ts';
import { sleep } from '../../src/lib/time/sleep.ts';
import { Failure } from '../../src/ports/failure.ts';
import type { Provider, Readings } from '../../src/ports/provider.ts';
import { coalesced } from '../../src/providers/coalesced.ts';
import { FakeClock } from '../support/fake-clock.ts';

const [a, b, c] = ['a', 'b', 'c'].map((name): Address => {
  return { name, cloud: 'tencent', kind: 'tencent-eip', id: `eip-${name}` };
}) as [Address, Address, Address];
const patient = new AbortController().signal;

interface Look {
  readonly names: string;
  readonly signal: AbortSignal;
  answer(): void;
  fail(error: unknown): void;
}

function setUp(clock = new FakeClock()): { provider: Provider; looks: Look[] } {
  const looks: Look[] = [];
  const inner: Provider = {
    name: 'tencent',
    isNodeId: () => true,
    mechanicsOf: () => ({ takesFromHolder: false, takesUnread: false }),
    apply: () => Promise.reject(new Error('not here')),
    read: (addresses, signal) =>
      new Promise<Readings>((resolve, reject) => {
        looks.push({
          names: addresses.map(({ name }) => name).join(),
          signal,
          answer: () =>
            resolve(new Map(addresses.map((one) => [one, { owner: free, pending: false }]))),
          fail: reject,
        });
      }),
  };
  return { provider: coalesced(inner, clock), looks };
}

describe('coalesced()', () => {
  it('lets who asks alone wait for nobody', async () => {
    const { provider, looks } = setUp();
    const read = provider.read([a], patient);
    expect(looks.map(({ names }) => names)).toEqual(['a']);
    looks[0]?.answer();
    expect((await read).get(a)).toEqual({ owner: free, pending: false });
  });

  it('gathers those who ask while a look is on its way', async () => {
    const { provider, looks } = setUp();
    const first = provider.read([a], patient);
    const others = [[b], [c], [b, c]].map((some) => provider.read(some, patient));
    expect(looks).toHaveLength(1);
    looks[0]?.answer();
    await first;
    await Promise.resolve();
    expect(looks.map(({ names }) => names)).toEqual(['a', 'b,c']);
    looks[1]?.answer();
    expect((await Promise.all(others)).every((readings) => readings.size === 2)).toBe(true);
  });

  it('does not wait for long behind a look that hangs', async () => {
    const clock = new FakeClock();
    const { provider, looks } = setUp(clock);
    const hanging = provider.read([a], patient);
    const second = provider.read([b], patient);
    await clock.run(sleep(clock, 499, patient));
    expect(looks).toHaveLength(1);
    await clock.run(sleep(clock, 2, patient));
    const third = provider.read([c], patient);
    looks[1]?.answer();
    await second;
    await Promise.resolve();
    looks[2]?.answer();
    await third;
    looks[0]?.answer();
    expect((await hanging).has(a)).toBe(true);
    expect(looks.map(({ names }) => names)).toEqual(['a', 'b', 'c']);
  });

  it('tells all who wait what went wrong, and goes on', async () => {
    const { provider, looks } = setUp();
    const first = provider.read([a], patient);
    const second = provider.read([b], patient);
    looks[0]?.fail(new Failure('transport', 'no answer'));
    await expect(first).rejects.toThrow('no answer');
    looks[1]?.answer();
    expect((await second).has(b)).toBe(true);
  });

  it('lets one leave without the others, and ends a look that is for nobody', async () => {
    const { provider, looks } = setUp();
    const impatient = new AbortController();
    const [first, second] = [patient, impatient.signal].map((signal) => provider.read([a], signal));
    looks[0]?.answer();
    await first;
    await Promise.resolve();
    impatient.abort(new Failure('deadline', 'out of time'));
    await expect(second).rejects.toThrow('out of time');
    expect(looks[1]?.signal.aborted).toBe(true);
  });

  it('lets nobody wait for a look that all others have left before it began', async () => {
    const { provider, looks } = setUp();
    const impatient = new AbortController();
    const first = provider.read([a], patient);
    const left = provider.read([b], impatient.signal);
    impatient.abort(new Failure('deadline', 'out of time'));
    await expect(left).rejects.toThrow('out of time');
    const late = provider.read([c], patient);
    looks[0]?.answer();
    await first;
    await Promise.resolve();
    expect(looks.map(({ names }) => names)).toEqual(['a', 'c']);
    looks[1]?.answer();
    expect((await late).has(c)).toBe(true);
  });
});
