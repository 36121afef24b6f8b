import { describe, expect, it } from 'vitest';

import { networkEndpoint } from '../../../src/providers/openstack/catalog.ts';

const endpoint = (name: string, region: string, url: string) => ({
  interface: name,
  region,
  region_id: region,
  url,
});

const services = [
  { type: 'compute', endpoints: whole([endpoint('public', 'One', 'https://nova.test')]) },
  {
    type: 'network',
    endpoints: whole([
      endpoint('internal', 'One', 'https://neutron.internal:9696/'),
      endpoint('public', 'One', 'https://one.test/networking'),
      endpoint('public', 'Two', 'https://two.test:9696/v2.0'),
      endpoint('admin', 'One', 'http://neutron.admin:9696'),
    ]),
  },
];

function whole<T>(items: readonly T[]) {
  return { items, isWhole: true, length: items.length };
}

const wanted = { region: 'One' as string | undefined, interface: 'public', allowHttp: false };

describe('the network of a catalog', () => {
  it.each([
    [{}, 'https://one.test/networking'],
    [{ region: 'Two' }, 'https://two.test:9696'],
    [{ interface: 'internal' }, 'https://neutron.internal:9696'],
    [{ region: undefined, interface: 'internal' }, 'https://neutron.internal:9696'],
    [{ interface: 'admin', allowHttp: true }, 'http://neutron.admin:9696'],
  ])('for %j is %s', (more, url) => {
    expect(networkEndpoint(services, { ...wanted, ...more })).toBe(url);
  });

  it.each([
    [{ region: 'Three' }, 'has no public network in Three: it has internal in One, public in One'],
    [{ region: undefined }, 'has several regions: One, Two'],
    [{ interface: 'admin' }, 'expected https, because the token travels there'],
  ])('for %j is refused', (more, words) => {
    expect(() => networkEndpoint(services, { ...wanted, ...more })).toThrow(words);
  });

  it('that is not there is said not to be', () => {
    expect(() => networkEndpoint([], wanted)).toThrow('it has no network service');
  });
});
