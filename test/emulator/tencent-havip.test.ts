import { describe, expect, it } from 'vitest';

import { askTencent } from '../support/ask-tencent.ts';
import type { AskedTencent } from '../support/ask-tencent.ts';
import { tencentTopology } from '../support/tencent-topology.ts';

const start = (more = ''): AskedTencent => askTencent(tencentTopology(more));

function look(cloud: AskedTencent, id = 'havip-11111111'): any {
  return cloud.call('DescribeHaVips', { HaVipIds: [id] }).HaVipSet[0];
}

function result(cloud: AskedTencent, { RequestId }: { RequestId: string }): any {
  return cloud.call('DescribeVpcTaskResult', { TaskId: RequestId });
}

describe('a HAVIP', () => {
  it('drifts to whoever announces it, after a while', () => {
    const cloud = start();
    const { tencent } = cloud.cloud;
    expect(look(cloud)).toMatchObject({
      NetworkInterfaceId: 'eni-aaaaaaaa',
      InstanceId: 'ins-aaaaaaaa',
      AddressIp: '203.0.113.12',
      State: 'AVAILABLE',
      FlushedTime: '0000-00-00 00:00:00',
    });
    expect(tencent.announce('10.0.4.99', '52:54:00:00:00:0b')).toBe('drifts');
    cloud.nowMs += 1999;
    // Announcing again does not make it later.
    expect(tencent.announce('havip-11111111', 'eni-bbbbbbbb')).toBe('drifts');
    expect(look(cloud).InstanceId).toBe('ins-aaaaaaaa');
    cloud.nowMs += 1;
    expect(look(cloud)).toMatchObject({
      NetworkInterfaceId: 'eni-bbbbbbbb',
      InstanceId: 'ins-bbbbbbbb',
      AddressIp: '203.0.113.12',
      FlushedTime: '2026-11-21 08:00:02',
    });
    expect(tencent.announce('havip-11111111', 'eni-bbbbbbbb')).toBe('held');
    cloud.nowMs += 5000;
    expect(look(cloud).FlushedTime).toBe('2026-11-21 08:00:02');
  });

  it('goes to the last one of several who announce it', () => {
    const cloud = start();
    cloud.cloud.tencent.announce('havip-11111111', 'eni-bbbbbbbb');
    cloud.nowMs += 1000;
    expect(cloud.cloud.tencent.announce('havip-11111111', 'eni-aaaaaaaa')).toBe('held');
    cloud.nowMs += 5000;
    expect(look(cloud)).toMatchObject({
      InstanceId: 'ins-aaaaaaaa',
      FlushedTime: '0000-00-00 00:00:00',
    });
  });

  it.each([
    ['another subnet', 'havip-11111111', 'eni-b2b2b2b2', 'other-subnet'],
    ['an interface that no instance has', 'havip-11111111', 'eni-ffffffff', 'detached'],
    ['what is not associated', 'havip-22222222', 'eni-bbbbbbbb', 'not-associated'],
    ['what is not there', 'havip-11111111', 'eni-99999999', undefined],
  ])('does not go to %s', (_what, havip, from, outcome) => {
    const cloud = start();
    const before = look(cloud, havip);
    expect(cloud.cloud.tencent.announce(havip, from)).toBe(outcome);
    cloud.nowMs += 10_000;
    expect(look(cloud, havip)).toEqual(before);
  });

  it('may go where an association lets it', () => {
    const cloud = start();
    const set = [{ HaVipId: 'havip-22222222', InstanceId: 'eni-bbbbbbbb', InstanceType: 'ENI' }];
    expect(look(cloud, 'havip-22222222')).toMatchObject({ State: 'UNBOUND', CheckAssociate: true });
    expect(cloud.code('AssociateHaVipInstance', { HaVipAssociationSet: set })).toBeUndefined();
    expect(look(cloud, 'havip-22222222').HaVipAssociationSet).toEqual([
      { HaVipId: 'havip-22222222', InstanceId: 'ins-aaaaaaaa', InstanceType: 'CVM' },
      ...set,
    ]);
    expect(cloud.cloud.tencent.announce('havip-22222222', 'eni-bbbbbbbb')).toBe('drifts');
    cloud.nowMs += 2000;
    expect(look(cloud, 'havip-22222222').InstanceId).toBe('ins-bbbbbbbb');
    cloud.call('DisassociateHaVipInstance', { HaVipAssociationSet: set });
    cloud.cloud.tencent.announce('havip-22222222', 'eni-aaaaaaaa');
    cloud.nowMs += 2000;
    expect(cloud.cloud.tencent.announce('havip-22222222', 'eni-bbbbbbbb')).toBe('not-associated');
  });

  it('does not hear announcements that a fault swallows, and hears others late', () => {
    const cloud = start();
    const { tencent, faults } = cloud.cloud;
    faults.add({
      match: { service: 'tencent-arp', node: 'ins-bbbbbbbb', path: '/havip-11111111' },
      times: 2,
      fault: { type: 'hang' },
    });
    const announce = () => tencent.announce('havip-11111111', 'eni-bbbbbbbb');
    expect([announce(), announce()]).toEqual(['lost', 'lost']);
    faults.add({ match: { service: 'tencent-arp' }, fault: { type: 'latency', ms: 3000 } });
    expect(announce()).toBe('drifts');
    cloud.nowMs += 4999;
    expect(look(cloud).InstanceId).toBe('ins-aaaaaaaa');
    cloud.nowMs += 1;
    expect(look(cloud).InstanceId).toBe('ins-bbbbbbbb');
    expect(tencent.havips.get('havip-11111111')?.announcements).toBe(3);
  });

  it('can be taken from everybody by hand, which shows in its state and time', () => {
    const cloud = start();
    const { tencent } = cloud.cloud;
    const havip = tencent.havips.get('havip-11111111');
    if (havip) tencent.placeHaVip(havip, null);
    expect(look(cloud)).toMatchObject({
      State: 'UNBIND',
      InstanceId: '',
      NetworkInterfaceId: '',
      FlushedTime: '2026-11-21 08:00:00',
    });
  });
});

describe('the EIP of a HAVIP', () => {
  it('comes and goes with tasks that are found by their request id', () => {
    const cloud = start();
    const eip = () =>
      cloud.call('DescribeAddresses', { AddressIds: ['eip-33333333'] }).AddressSet[0];
    expect(eip()).toMatchObject({
      AddressStatus: 'BIND',
      InstanceType: 'HAVIP',
      InstanceId: 'havip-11111111',
      PrivateAddressIp: '10.0.4.99',
    });
    const leaving = cloud.call('HaVipDisassociateAddressIp', { HaVipId: 'havip-11111111' });
    expect(Object.keys(leaving)).toEqual(['RequestId']);
    expect(result(cloud, leaving)).toMatchObject({ Status: 'RUNNING', Output: '' });
    expect(eip().AddressStatus).toBe('UNBINDING');
    cloud.nowMs += 1000;
    expect(result(cloud, leaving)).toMatchObject({ Status: 'SUCCESS', Output: 'SUCCESS' });
    expect([eip().AddressStatus, look(cloud).AddressIp]).toEqual(['UNBIND', '']);

    const parameters = { HaVipId: 'havip-22222222', AddressIp: '203.0.113.12' };
    const coming = cloud.call('HaVipAssociateAddressIp', parameters);
    expect([eip().AddressStatus, look(cloud, 'havip-22222222').AddressIp]).toEqual(['BINDING', '']);
    cloud.nowMs += 1000;
    expect(look(cloud, 'havip-22222222').AddressIp).toBe('203.0.113.12');
    expect(result(cloud, coming).Status).toBe('SUCCESS');
  });

  it('has tasks that can fail, and be shown wrong', () => {
    const cloud = start();
    const fault = { type: 'action', ends: 'errored' } as const;
    cloud.cloud.faults.add({ fault });
    const failing = cloud.call('HaVipDisassociateAddressIp', { HaVipId: 'havip-11111111' });
    cloud.nowMs += 1000;
    expect(result(cloud, failing).Status).toBe('FAILED');
    expect(look(cloud).AddressIp).toBe('203.0.113.12');
    cloud.cloud.faults.add({ fault: { type: 'action', shows: 'server-error' } });
    const hidden = cloud.call('HaVipDisassociateAddressIp', { HaVipId: 'havip-11111111' });
    expect(result(cloud, hidden).Error.Code).toBe('InternalError.ModuleError');
  });
});

describe('the list of HAVIPs', () => {
  it.each([
    ['vip', '10.0.4.99', ['havip-11111111']],
    ['address-ip', '203.0.113.12', ['havip-11111111']],
    ['havip-association.instance-id', 'ins-aaaaaaaa', ['havip-22222222']],
    ['havip-association.instance-type', 'ENI', []],
    ['check-associate', 'FALSE', ['havip-11111111']],
    ['subnet-id', 'subnet-11111111', ['havip-11111111', 'havip-22222222']],
    ['type', 'NORMAL', ['havip-11111111', 'havip-22222222']],
  ])('narrowed by %s %s', (Name, value, ids) => {
    const filters = { Filters: [{ Name, Values: [value] }] };
    const { HaVipSet } = start().call('DescribeHaVips', filters);
    expect(HaVipSet.map((one: any) => one.HaVipId)).toEqual(ids);
  });
});
