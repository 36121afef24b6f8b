import { describe, expect, it } from 'vitest';

import { exampleTopology, parseTopology } from '../../src/emulator/topology.ts';
import { tencentTopology } from '../support/tencent-topology.ts';

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
    const { digitalocean, tencent } = parseTopology({ path: 'the example', text: exampleTopology });
    expect(digitalocean.reservedIps).toHaveLength(2);
    expect(tencent.havips).toHaveLength(1);
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

describe('parseTopology() of Tencent Cloud', () => {
  it('has either cloud, but not neither', () => {
    const { digitalocean } = parseTopology({ path: 'cloud.yaml', text: tencentTopology() });
    expect(digitalocean).toMatchObject({ tokens: [], droplets: [] });
    expect(() => parseTopology({ path: 'cloud.yaml', text: 'listen: 127.0.0.1:0' })).toThrow(
      'cloud.yaml:1: there is no cloud: expected one or more of digitalocean, tencent',
    );
  });

  it.each([
    ['id: ins-bbbbbbbb', 'id: ins-aaaaaaaa', 'duplicate ins-aaaaaaaa'],
    ['id: ins-bbbbbbbb', 'id: lb2', 'must be an id such as ins-1a2b3c4d'],
    ['00:0b', '00:0a', 'duplicate MAC address 52:54:00:00:00:0A'],
    ['00:0b', '00:xx', 'must be a MAC address such as 52:54:00:12:34:56'],
    ['ips: [10.0.4.21]', 'ips: [10.0.4.20]', 'duplicate 10.0.4.20 in subnet-11111111'],
    ['ips: [10.0.4.21]', 'ips: []', 'must be a list of at least one address'],
    ['ip: 10.0.4.98', 'ip: 10.0.4.21', 'duplicate 10.0.4.21 in subnet-11111111'],
    ['guangzhou-4', 'beijing-4', 'zone ap-beijing-4 is not in region ap-guangzhou'],
    ['ip: 203.0.113.11', 'ip: 203.0.113.10', 'duplicate IP 203.0.113.10'],
    ['instance: ins-aaaaaaaa', 'instance: ins-99999999', 'there is no ins-99999999'],
    ['instance: ins-aaaaaaaa', 'instance: ins-cccccccc', 'ins-cccccccc has an ordinary public'],
    [
      'instance: ins-aaaaaaaa',
      'instance: ins-aaaaaaaa, interface: eni-aaaaaaaa',
      'an EIP is bound to an instance or to an interface, not to both',
    ],
    ['interface: eni-cccccccc, ', '', 'interface is missing beside privateIp 10.0.5.32'],
    ['privateIp: 10.0.5.32', 'privateIp: 10.0.5.31', '10.0.5.31 is not on eni-cccccccc'],
    ['203.0.113.11 }', '203.0.113.11, instance: ins-aaaaaaaa }', '10.0.4.20 on eni-aaaaaaaa'],
    ['203.0.113.12 }', '203.0.113.12, instance: ins-bbbbbbbb }', 'is bound to a HAVIP already'],
    ['interface: eni-aaaaaaaa', 'interface: eni-b2b2b2b2', 'a HAVIP never leaves its subnet'],
    ['interface: eni-aaaaaaaa', 'interface: eni-99999999', 'there is no eni-99999999'],
    ['eip: eip-33333333', 'eip: eip-99999999', 'there is no eip-99999999'],
    ['associated: [ins', 'interface: eni-bbbbbbbb, associated: [ins', 'not among those assoc'],
    ['[ins-aaaaaaaa]', '[ins-99999999]', 'there is no ins-99999999'],
    ['actions: [DescribeAddresses]', 'actions: [Describe]', 'must be one of DescribeAddresses'],
  ])('refuses %s → %s', (from, to, problem) => {
    const text = tencentTopology();
    const line = text.slice(0, text.indexOf(from)).split('\n').length;
    const changed = { path: 'cloud.yaml', text: text.replace(from, to) };
    const refused = (): unknown => parseTopology(changed);
    expect(refused).toThrow(problem);
    expect(refused).toThrow(new RegExp(`^cloud\\.yaml:${line}: `));
  });
});
