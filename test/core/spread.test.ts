import { describe, expect, it } from 'vitest';

import { preferenceFor, withPart } from '../../src/core/spread.ts';

const hosts = ['lb1', 'lb2', 'lb3'];

function leaseOf(name: string, spread: boolean | number): string {
  const { follow } = withPart({ name, follow: { lease: 'web', spread } });
  return typeof follow === 'object' && 'lease' in follow ? follow.lease : '';
}

/** As an election ends: whoever is preferred has it. */
function preferred(lease: string, among: readonly string[]): string | undefined {
  const byPreference = (a: string, b: string): number =>
    preferenceFor(b, lease) - preferenceFor(a, lease);
  return among.toSorted(byPreference)[0];
}

function partsOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `web.${index}`);
}

describe('addresses that are spread', () => {
  it('fall into parts by their names, and the others stay as they are', () => {
    expect(leaseOf('web1', false)).toBe('web');
    expect(leaseOf('web1', 4)).toBe(leaseOf('web1', 4));
    const leases = Array.from({ length: 1000 }, (_, index) => leaseOf(`web${index}`, true));
    expect(new Set(leases).size).toBe(16);
    for (const part of new Set(leases)) {
      const { length } = leases.filter((lease) => lease === part);
      expect(length).toBeGreaterThan(30);
      expect(length).toBeLessThan(100);
    }
    const follow = { http: 'http://127.0.0.1/' };
    expect(withPart({ name: 'a', follow }).follow).toBe(follow);
    expect(withPart({ name: 'a', follow: 'VI_1' }).follow).toBe('VI_1');
  });

  it('fall to all hosts, and only those of a host that goes fall to others', () => {
    const parts = partsOf(256);
    const before = parts.map((part) => preferred(part, hosts));
    for (const host of hosts) {
      const { length } = before.filter((one) => one === host);
      expect(length).toBeGreaterThan(55);
      expect(length).toBeLessThan(115);
    }
    const after = parts.map((part) => preferred(part, ['lb1', 'lb2']));
    const moved = before.filter((host, index) => host !== after[index]);
    expect(new Set(moved)).toEqual(new Set(['lb3']));
  });

  it('have preferences that a lease takes', () => {
    for (const part of partsOf(256)) {
      for (const host of hosts) {
        expect(preferenceFor(host, part)).toBeGreaterThanOrEqual(1);
        expect(preferenceFor(host, part)).toBeLessThanOrEqual(254);
      }
    }
  });
});
