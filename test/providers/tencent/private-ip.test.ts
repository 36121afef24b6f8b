import { describe, expect, it } from 'vitest';

import { reportOf } from '../../support/run-main.ts';
import type { MainRun } from '../../support/run-main.ts';
import { tencentHost } from '../../support/tencent-host.ts';
import type { TencentHost } from '../../support/tencent-host.ts';
import { tencentTopology } from '../../support/tencent-topology.ts';

const take = 'notify INSTANCE VI_1 MASTER 200 --json';
const writes = [
  'MigratePrivateIpAddress',
  'AssignPrivateIpAddresses',
  'UnassignPrivateIpAddresses',
];

function privateIp(ip: string, more = '', topology?: string): TencentHost {
  const entry = `name: vip, kind: tencent-private-ip, ip: ${ip}${more}`;
  return tencentHost([entry], topology === undefined ? {} : { topology });
}

function ipsOf(host: TencentHost, id: string): readonly string[] | undefined {
  host.world.cloud.tencent.settle();
  return host.world.cloud.tencent.interfaces.get(id)?.ips;
}

const soleOf = (run: MainRun) => reportOf(run).results[0];

describe('a private IP', () => {
  it('goes to the network interface of the node that is in its subnet', async () => {
    const host = privateIp('10.0.5.32');
    expect(soleOf(await host.run(take))).toMatchObject({
      outcome: 'moved',
      from: 'ins-cccccccc',
      writes: 1,
    });
    expect(ipsOf(host, 'eni-b2b2b2b2')).toEqual(['10.0.5.21', '10.0.5.31', '10.0.5.32']);
    expect(host.asked(...writes)).toEqual([
      {
        action: 'MigratePrivateIpAddress',
        body: {
          SourceNetworkInterfaceId: 'eni-cccccccc',
          DestinationNetworkInterfaceId: 'eni-b2b2b2b2',
          PrivateIpAddress: '10.0.5.32',
        },
      },
    ]);
    // An EIP on it goes along, and is not asked about.
    expect(host.asked('DescribeAddresses', 'AssociateAddress')).toEqual([]);
  });

  it.each([
    ['10.0.4.50', 'eni-bbbbbbbb'],
    ['10.0.5.50', 'eni-b2b2b2b2'],
  ])('%s that is nowhere comes to %s, which is nearest', async (ip, id) => {
    const host = privateIp(ip);
    expect(soleOf(await host.run(take))).toMatchObject({ outcome: 'moved', from: null, writes: 1 });
    expect(ipsOf(host, id)).toContain(ip);
  });

  it('comes to the network interface that the config names', async () => {
    const host = privateIp('10.0.5.32', ', networkInterface: eni-b2b2b2b2');
    expect(soleOf(await host.run(take))).toMatchObject({ outcome: 'moved' });
    expect(ipsOf(host, 'eni-b2b2b2b2')).toContain('10.0.5.32');
  });

  it('is not this node’s before it is on its interface for good', async () => {
    const host = privateIp('10.0.4.50');
    const run = await host.run(`${take} --timeout 0.5`);
    expect(run.code).toBe(6);
    expect(run.stderr).toContain('(held by nobody at the last look)');
  });

  it.each(writes.slice(0, 2))('is tried again when %s fails', async (action) => {
    const host = privateIp(action === 'MigratePrivateIpAddress' ? '10.0.4.30' : '10.0.4.50');
    const fault = { type: 'action', ends: 'errored', ms: 100 } as const;
    host.world.cloud.faults.add({ match: { action }, fault });
    expect(soleOf(await host.run(take))).toMatchObject({ outcome: 'moved', writes: 2 });
  });

  it('is migrated when somebody else was faster to assign it', async () => {
    const host = privateIp('10.0.4.50');
    const { tencent } = host.world.cloud;
    const at = { type: 'private-ip', interface: 'eni-aaaaaaaa', ip: '10.0.4.50' } as const;
    const match = { action: 'AssignPrivateIpAddresses' };
    host.world.cloud.faults.add({ match, fault: { type: 'refuse', code: 'ResourceInUse' } });
    host.clock.after(100, () => tencent.placePrivateIp(undefined, at));
    const result = soleOf(await host.run(take));
    expect(result).toMatchObject({ outcome: 'moved', from: 'ins-aaaaaaaa', writes: 2 });
  });

  it('is given up on release', async () => {
    const host = privateIp('10.0.5.31');
    expect(soleOf(await host.run('release vip --json'))).toMatchObject({ outcome: 'released' });
    expect(ipsOf(host, 'eni-b2b2b2b2')).toEqual(['10.0.5.21']);
  });

  it.each([
    [
      'is a primary IP',
      '10.0.4.20',
      '',
      take,
      '10.0.4.20 is the primary IP of eni-aaaaaaaa',
      'Only a secondary private IP can move',
    ],
    [
      'is in a subnet in which the node is not',
      '10.0.4.30',
      '',
      'assign vip --json --to ins-cccccccc',
      'ins-cccccccc has no network interface in subnet subnet-11111111 for 10.0.4.30',
      'A private IP never leaves its subnet',
    ],
    [
      'is to go to an interface that is not there',
      '10.0.4.30',
      ', networkInterface: eni-cccccccc',
      take,
      'ins-bbbbbbbb has no eni-cccccccc in subnet subnet-11111111 for 10.0.4.30',
      'A private IP never leaves its subnet',
    ],
    [
      'has an EIP that would be unbound with it',
      '10.0.5.32',
      '',
      'release vip --json --from ins-cccccccc',
      '10.0.5.32 has EIP eip-cascade1, which would be unbound',
      'Unbind that one first: floatip release eip-cascade1',
    ],
  ])('stays where it is when it %s', async (_what, ip, more, args, message, hint) => {
    const host = privateIp(ip, more);
    const run = await host.run(args);
    const { error, writes: sent } = soleOf(run)!;
    expect(error).toMatchObject({ message, hint: expect.stringContaining(hint) });
    expect({ code: run.code, sent, asked: host.asked(...writes) }).toEqual({
      code: 7,
      sent: 0,
      asked: [],
    });
  });

  describe('that is in two VPCs', () => {
    const second = tencentTopology().replace(
      'interfaces:\n    - { id: eni-ffffffff',
      `interfaces:
    - { id: eni-dddddddd, mac: '52:54:00:00:00:0d', vpc: vpc-22222222, subnet: subnet-33333333, ips: [10.0.4.20, 10.0.4.30] }
    - { id: eni-ffffffff`,
    );

    it('is neither', async () => {
      const host = privateIp('10.0.4.30', '', second);
      const run = await host.run(take);
      expect(run.code).toBe(3);
      expect(run.stderr).toContain('10.0.4.30 is in several VPCs: vpc-11111111, vpc-22222222');
      expect(host.asked(...writes)).toEqual([]);
    });

    it('is the one that the config names', async () => {
      const host = privateIp('10.0.4.30', ', vpc: vpc-11111111', second);
      expect(soleOf(await host.run(take))).toMatchObject({ outcome: 'moved' });
      expect(ipsOf(host, 'eni-dddddddd')).toContain('10.0.4.30');
    });
  });

  it('a dry run refuses what the real run refuses', async () => {
    for (const line of ['assign vip --json', 'assign vip --json --dry-run']) {
      const host = privateIp('10.0.4.20');
      const run = await host.run(line);
      expect(run.code).toBe(7);
      expect(soleOf(run)).toMatchObject({
        outcome: 'refused',
        error: { message: '10.0.4.20 is the primary IP of eni-aaaaaaaa' },
      });
      expect(host.asked(...writes)).toEqual([]);
    }
  });

  it('a dry run changes nothing', async () => {
    const host = privateIp('10.0.5.32');
    const run = await host.run('assign vip --dry-run');
    expect(run.stdout).toContain('would assign it to ins-bbbbbbbb');
    expect(host.asked(...writes)).toEqual([]);
  });
});
