import { describe, expect, it } from 'vitest';

import type { Address } from '../../../src/core/address.ts';
import { free, heldBy } from '../../../src/core/owner.ts';
import type { Place } from '../../../src/core/placement.ts';
import { Failure } from '../../../src/ports/failure.ts';
import { placeOf } from '../../../src/watch/hosts/places.ts';
import type { PlaceOptions } from '../../../src/watch/hosts/places.ts';
import type { CachedReading } from '../../../src/watch/reading-cache.ts';

const address: Address = { name: 'a', cloud: 'c', kind: 'c', ip: '203.0.113.10' };

function seen(latest: CachedReading['latest'], more: Partial<CachedReading> = {}): CachedReading {
  return { latest, known: undefined, knownAt: 100, isDoubted: false, ...more };
}

const at1 = { owner: heldBy('1'), pending: false };
const unknown: Place = { is: 'unknown' };

function place(sight: CachedReading | undefined, more: Partial<PlaceOptions> = {}): unknown {
  const rules = { isRunning: () => false, isRefused: () => false, goals: new Map() };
  return placeOf(address, { ...rules, sight, notBefore: 50, ...more });
}

describe('where an address is, for who plans', () => {
  it.each<[string, CachedReading | undefined, Place | undefined]>([
    ['is where it was seen', seen(at1), { is: 'at', node: '1' }],
    ['is nowhere where nobody had it', seen({ owner: free, pending: false }), { is: 'free' }],
    ['is not known before it was seen', undefined, unknown],
    [
      'is not known where it was seen before this reign, or long ago',
      seen(at1, { knownAt: 49 }),
      unknown,
    ],
    ['is not known where something has begun since', seen(at1, { isDoubted: true }), unknown],
    ['is not known while the cloud changes it', seen({ ...at1, pending: true }), unknown],
    ['is not known while it is taken away', seen({ ...at1, leaving: true }), unknown],
    ['is not known where it could not be read', seen(new Failure('transport', 'x')), unknown],
    ['is of no interest where the cloud has none', seen(new Failure('missing', 'x')), undefined],
  ])('%s', (_, sight, expected) => {
    expect(place(sight)).toEqual(expected);
  });

  it('is where it is brought, or left alone', () => {
    const goals = new Map([[address, { node: '2', since: { ticks: 1, pid: 1 } }]]);
    const isRunning = (): boolean => true;
    expect(place(seen(at1), { isRunning, goals })).toEqual({ is: 'moving', to: '2' });
    expect(place(seen(at1), { isRunning })).toEqual(unknown);
    expect(place(seen(at1), { isRefused: () => true })).toEqual(unknown);
  });
});
