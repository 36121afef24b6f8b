import { describe, expect, it } from 'vitest';

import { askTencent } from '../support/ask-tencent.ts';
import type { AskedTencent } from '../support/ask-tencent.ts';
import { tencentTopology } from '../support/tencent-topology.ts';

const start = (): AskedTencent => askTencent(tencentTopology());

function ipsOf(cloud: AskedTencent, id: string): any {
  const listed = cloud.call('DescribeNetworkInterfaces', { NetworkInterfaceIds: [id] });
  return listed.NetworkInterfaceSet[0].PrivateIpAddressSet;
}

function interfaces(cloud: AskedTencent, ...filters: [string, ...string[]][]): string[] {
  const Filters = filters.map(([Name, ...Values]) => ({ Name, Values }));
  const { NetworkInterfaceSet: set } = cloud.call('DescribeNetworkInterfaces', { Filters });
  return set.map((one: any) => one.NetworkInterfaceId.slice(4));
}

const migration = {
  SourceNetworkInterfaceId: 'eni-aaaaaaaa',
  DestinationNetworkInterfaceId: 'eni-bbbbbbbb',
  PrivateIpAddress: '10.0.4.30',
};

describe('a private IP', () => {
  it('moves to another interface, and the EIP that is bound to it goes along', () => {
    const cloud = start();
    cloud.call('AssociateAddress', {
      AddressId: 'eip-22222222',
      NetworkInterfaceId: 'eni-aaaaaaaa',
      PrivateIpAddress: '10.0.4.30',
    });
    expect(cloud.code('MigratePrivateIpAddress', migration)).toBe(
      'UnsupportedOperation.MutexOperationTaskRunning',
    );
    cloud.nowMs += 1000;
    const { RequestId: TaskId } = cloud.call('MigratePrivateIpAddress', migration);
    expect(ipsOf(cloud, 'eni-aaaaaaaa')[1]).toMatchObject({
      PrivateIpAddress: '10.0.4.30',
      Primary: false,
      State: 'MIGRATING',
      PublicIpAddress: '203.0.113.11',
    });
    expect(cloud.call('DescribeVpcTaskResult', { TaskId }).Status).toBe('RUNNING');
    cloud.nowMs += 1000;
    expect(cloud.call('DescribeVpcTaskResult', { TaskId }).Status).toBe('SUCCESS');
    expect(ipsOf(cloud, 'eni-aaaaaaaa')).toHaveLength(1);
    expect(ipsOf(cloud, 'eni-bbbbbbbb')[1]).toMatchObject({
      PrivateIpAddress: '10.0.4.30',
      Primary: false,
      State: 'AVAILABLE',
      AddressId: 'eip-22222222',
    });
    const address = cloud.call('DescribeAddresses', { AddressIds: ['eip-22222222'] });
    expect(address.AddressSet[0]).toMatchObject({ InstanceId: 'ins-bbbbbbbb' });
    expect(cloud.code('MigratePrivateIpAddress', migration)).toBe(
      'UnauthorizedOperation.AttachmentNotFound',
    );
  });

  it('comes from nowhere', () => {
    const cloud = start();
    const { RequestId: TaskId, PrivateIpAddressSet: set } = cloud.call('AssignPrivateIpAddresses', {
      NetworkInterfaceId: 'eni-bbbbbbbb',
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.4.50' }],
      SecondaryPrivateIpAddressCount: 1,
    });
    expect(set.map((one: any) => one.PrivateIpAddress)).toEqual(['10.0.4.50', '10.0.4.2']);
    expect(ipsOf(cloud, 'eni-bbbbbbbb')).toMatchObject([
      { State: 'AVAILABLE' },
      { PrivateIpAddress: '10.0.4.50', Primary: false, State: 'PENDING' },
      { PrivateIpAddress: '10.0.4.2', State: 'PENDING' },
    ]);
    expect(cloud.call('DescribeVpcTaskResult', { TaskId }).Status).toBe('RUNNING');
    cloud.nowMs += 1000;
    expect(cloud.call('DescribeVpcTaskResult', { TaskId }).Status).toBe('SUCCESS');
    expect(ipsOf(cloud, 'eni-bbbbbbbb')[1]).toMatchObject({ State: 'AVAILABLE' });
  });

  it('comes once, however often a request with a token is sent', () => {
    const cloud = start();
    const wanted = { NetworkInterfaceId: 'eni-bbbbbbbb', SecondaryPrivateIpAddressCount: 1 };
    const answer = cloud.call('AssignPrivateIpAddresses', { ...wanted, ClientToken: 'once' });
    cloud.nowMs += 1000;
    expect(cloud.call('AssignPrivateIpAddresses', { ...wanted, ClientToken: 'once' })).toEqual({
      ...answer,
      RequestId: expect.any(String),
    });
    expect(ipsOf(cloud, 'eni-bbbbbbbb')).toHaveLength(2);
  });

  it('is given up, and the EIP that is bound to it is free', () => {
    const cloud = start();
    const on = { NetworkInterfaceId: 'eni-cccccccc' };
    cloud.call('UnassignPrivateIpAddresses', {
      ...on,
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.5.32' }],
    });
    expect(ipsOf(cloud, 'eni-cccccccc')[1]).toMatchObject({ State: 'DELETING' });
    cloud.nowMs += 1000;
    expect(ipsOf(cloud, 'eni-cccccccc')).toHaveLength(1);
    // That EIP goes when it is unbound.
    expect(cloud.code('DescribeAddresses', { AddressIds: ['eip-cascade1'] })).toBeUndefined();
    expect(cloud.cloud.tencent.eips.has('eip-cascade1')).toBe(false);
  });

  it('stays when its task fails', () => {
    const cloud = start();
    cloud.cloud.faults.add({ fault: { type: 'action', ends: 'errored', ms: 1 } });
    const { RequestId: TaskId } = cloud.call('MigratePrivateIpAddress', migration);
    cloud.nowMs += 1;
    expect(cloud.call('DescribeVpcTaskResult', { TaskId }).Status).toBe('FAILED');
    expect(ipsOf(cloud, 'eni-aaaaaaaa')[1].State).toBe('AVAILABLE');
  });
});

describe('the list of interfaces', () => {
  it.each([
    [[['attachment.instance-id', 'ins-bbbbbbbb']], ['bbbbbbbb', 'b2b2b2b2']],
    [
      [
        ['attachment.instance-id', 'ins-bbbbbbbb'],
        ['is-primary', 'true'],
      ],
      ['bbbbbbbb'],
    ],
    // A single address is matched loosely, unless told otherwise.
    [[['address-ip', '10.0.4.2']], ['aaaaaaaa', 'bbbbbbbb']],
    [[['address-ip', '.21']], ['bbbbbbbb', 'b2b2b2b2']],
    [
      [
        ['address-ip', '10.0.4.2'],
        ['ip-exact-match', 'TRUE'],
      ],
      [],
    ],
    [[['address-ip', '10.0.4.2', '10.0.4.20']], ['aaaaaaaa']],
    [[['public-address-ip', '203.0.113.10']], ['aaaaaaaa']],
    [[['public-address-ip', '198.51.100.7']], ['cccccccc']],
    [[['eni-type', '0']], ['b2b2b2b2', 'ffffffff']],
    [[['groups.security-group-id', 'sg-11111111']], []],
  ] as const)('narrowed by %j', (filters, ids) => {
    const wanted = filters.map(([name, ...values]) => [name, ...values] as [string, ...string[]]);
    expect(interfaces(start(), ...wanted)).toEqual(ids);
  });

  it('tells whether and where they are attached', () => {
    const set = start().call('DescribeNetworkInterfaces').NetworkInterfaceSet;
    expect(set[2]).toMatchObject({
      NetworkInterfaceId: 'eni-b2b2b2b2',
      MacAddress: '52:54:00:00:00:B2',
      Primary: false,
      Attachment: { InstanceId: 'ins-bbbbbbbb', DeviceIndex: 1 },
    });
    expect(set[4]).toMatchObject({ NetworkInterfaceId: 'eni-ffffffff', Attachment: null });
  });
});
