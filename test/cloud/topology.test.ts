import { describe, expect, it } from 'vitest';

import { exampleTopology, parseTopology } from '../../src/cloud/topology.ts';

function parse(reservedIps: string): unknown {
  const text = `
digitalocean:
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 333, name: far, region: ams3 }
  reservedIps: [${reservedIps}]
`;
  return parseTopology({ path: 'cloud.yaml', text });
}

describe('parseTopology()', () => {
  it('accepts the example', () => {
    const { digitalocean } = parseTopology({ path: 'the example', text: exampleTopology });
    expect(digitalocean.reservedIps).toHaveLength(2);
  });

  it.each([
    [
      '{ ip: 203.0.113.10, region: nyc3, droplet: 9 }',
      'there is no Droplet 9: expected one of 111, 333',
    ],
    [
      '{ ip: 203.0.113.10, region: nyc3, droplet: 333 }',
      '203.0.113.10 is in nyc3, Droplet 333 in ams3',
    ],
    [
      '{ ip: 203.0.113.10, region: nyc3 }, { ip: 203.0.113.10, region: nyc3 }',
      'duplicate reserved IP 203.0.113.10',
    ],
    [
      '{ ip: 203.0.113.10, region: nyc3, droplet: 111 }, { ip: 203.0.113.11, region: nyc3, droplet: 111 }',
      'Droplet 111 has a reserved IPv4 already',
    ],
    ['{ ip: 203.0.113, region: nyc3 }', 'digitalocean.reservedIps.0.ip must be an IP address'],
  ])('refuses %s', (reservedIps, problem) => {
    expect(() => parse(reservedIps)).toThrow(problem);
    expect(() => parse(reservedIps)).toThrow(/^cloud\.yaml:6: /);
  });
});
