import { describe, expect, it } from 'vitest';

import { askTencent } from '../support/ask-tencent.ts';
import type { AskedTencent } from '../support/ask-tencent.ts';
import { tencentTopology } from '../support/tencent-topology.ts';

const start = (more = ''): AskedTencent => askTencent(tencentTopology(more));

function look(cloud: AskedTencent, id: string): any {
  return cloud.call('DescribeAddresses', { AddressIds: [id] }).AddressSet[0];
}

function result(cloud: AskedTencent, task: { TaskId: string }): string {
  return cloud.call('DescribeTaskResult', { TaskId: Number(task.TaskId) }).Result;
}

const filtered = (...filters: [string, ...string[]][]) => ({
  Filters: filters.map(([Name, ...Values]) => ({ Name, Values })),
});

describe('an EIP', () => {
  it('moves in two steps, each of which takes its time', () => {
    const cloud = start();
    expect(look(cloud, 'eip-11111111')).toMatchObject({
      AddressStatus: 'BIND',
      InstanceId: 'ins-aaaaaaaa',
      InstanceType: 'CVM',
      NetworkInterfaceId: 'eni-aaaaaaaa',
      PrivateAddressIp: '10.0.4.20',
    });
    const unbinding = cloud.call('DisassociateAddress', { AddressId: 'eip-11111111' });
    expect(unbinding.TaskId).toMatch(/^\d+$/);
    cloud.nowMs += 999;
    expect(look(cloud, 'eip-11111111')).toMatchObject({
      AddressStatus: 'UNBINDING',
      InstanceId: 'ins-aaaaaaaa',
    });
    expect(result(cloud, unbinding)).toBe('RUNNING');
    cloud.nowMs += 1;
    expect(look(cloud, 'eip-11111111')).toMatchObject({
      AddressStatus: 'UNBIND',
      InstanceId: null,
      NetworkInterfaceId: null,
    });
    expect(result(cloud, unbinding)).toBe('SUCCESS');

    const target = { AddressId: 'eip-11111111', InstanceId: 'ins-bbbbbbbb' };
    const binding = cloud.call('AssociateAddress', target);
    // The new instance is shown before the EIP is there: only the status tells.
    expect(look(cloud, 'eip-11111111')).toMatchObject({
      AddressStatus: 'BINDING',
      InstanceId: 'ins-bbbbbbbb',
    });
    expect(cloud.cloud.tencent.eips.get('eip-11111111')?.place).toBeNull();
    cloud.nowMs += 1000;
    expect(look(cloud, 'eip-11111111')).toMatchObject({
      AddressStatus: 'BIND',
      InstanceId: 'ins-bbbbbbbb',
      PrivateAddressIp: '10.0.4.21',
    });
    expect(result(cloud, binding)).toBe('SUCCESS');
  });

  it('is bound to any address of an interface, even of one that no instance has', () => {
    const cloud = start();
    const to = (NetworkInterfaceId: string, PrivateIpAddress: string) => ({
      AddressId: 'eip-22222222',
      NetworkInterfaceId,
      PrivateIpAddress,
    });
    cloud.call('AssociateAddress', to('eni-ffffffff', '10.0.4.40'));
    cloud.nowMs += 1000;
    expect(look(cloud, 'eip-22222222')).toMatchObject({
      AddressStatus: 'BIND_ENI',
      InstanceType: 'ENI',
      NetworkInterfaceId: 'eni-ffffffff',
    });
    cloud.call('DisassociateAddress', { AddressId: 'eip-22222222' });
    cloud.nowMs += 1000;
    cloud.call('AssociateAddress', to('eni-b2b2b2b2', '10.0.5.31'));
    cloud.nowMs += 1000;
    expect(look(cloud, 'eip-22222222')).toMatchObject({
      AddressStatus: 'BIND',
      InstanceId: 'ins-bbbbbbbb',
      PrivateAddressIp: '10.0.5.31',
    });
  });

  it('vanishes when it is unbound, if it is set to', () => {
    const cloud = start();
    expect(look(cloud, 'eip-cascade1')).toMatchObject({ CascadeRelease: true });
    cloud.call('DisassociateAddress', { AddressId: 'eip-cascade1' });
    expect(look(cloud, 'eip-cascade1').AddressStatus).toBe('UNBINDING');
    cloud.nowMs += 1000;
    expect(look(cloud, 'eip-cascade1')).toBeUndefined();
    expect(cloud.code('DisassociateAddress', { AddressId: 'eip-cascade1' })).toBe(
      'InvalidAddressId.NotFound',
    );
  });

  it('leaves an ordinary public IP behind where that is asked for, which keeps it from coming back', () => {
    const cloud = start();
    const request = { AddressId: 'eip-11111111', ReallocateNormalPublicIp: true };
    cloud.call('DisassociateAddress', request);
    cloud.nowMs += 1000;
    const back = { AddressId: 'eip-11111111', InstanceId: 'ins-aaaaaaaa' };
    expect(cloud.code('AssociateAddress', back)).toBe('InvalidParameterValue.InstanceHasWanIP');
    const ordinary = cloud.call('DescribeAddresses', filtered(['address-type', 'WanIP']));
    expect(ordinary.AddressSet.map((one: any) => one.InstanceId)).toEqual([
      'ins-aaaaaaaa',
      'ins-cccccccc',
    ]);
  });

  it('stays where it is when its task fails, and on its way when its task never ends', () => {
    const cloud = start();
    const fault = (ends: 'errored' | 'never') =>
      cloud.cloud.faults.add({
        match: { action: 'DisassociateAddress' },
        fault: { type: 'action', ends },
      });
    fault('errored');
    const failing = cloud.call('DisassociateAddress', { AddressId: 'eip-11111111' });
    cloud.nowMs += 1000;
    expect(result(cloud, failing)).toBe('FAILED');
    expect(look(cloud, 'eip-11111111').AddressStatus).toBe('BIND');
    fault('never');
    const endless = cloud.call('DisassociateAddress', { AddressId: 'eip-11111111' });
    cloud.nowMs += 86_400_000;
    expect(result(cloud, endless)).toBe('RUNNING');
    expect(look(cloud, 'eip-11111111').AddressStatus).toBe('UNBINDING');
  });
});

describe('the tasks of EIPs', () => {
  it.each([
    ['missing', 'InvalidParameter'],
    ['server-error', 'InternalServerError'],
    ['unknown-word', undefined],
  ] as const)('can be shown as %s', (shows, code) => {
    const cloud = start();
    cloud.cloud.faults.add({ fault: { type: 'action', shows } });
    const { TaskId } = cloud.call('DisassociateAddress', { AddressId: 'eip-11111111' });
    const answer = cloud.call('DescribeTaskResult', { TaskId: Number(TaskId) });
    expect(answer.Error?.Code).toBe(code);
    expect(answer.Result).toBe(shows === 'unknown-word' ? 'PENDING' : undefined);
    cloud.nowMs += 1000;
    expect(look(cloud, 'eip-11111111').AddressStatus).toBe('UNBIND');
  });

  it('are not to be found by the request id, nor by their id as text', () => {
    const cloud = start();
    const { TaskId, RequestId } = cloud.call('DisassociateAddress', { AddressId: 'eip-11111111' });
    expect(cloud.code('DescribeVpcTaskResult', { TaskId: RequestId })).toBe('ResourceNotFound');
    expect(cloud.code('DescribeVpcTaskResult', { TaskId })).toBe('ResourceNotFound');
    expect(cloud.code('DescribeTaskResult', { TaskId })).toBe('InvalidParameter');
    const query = `TaskId=${TaskId}`;
    expect(cloud.call('DescribeTaskResult', {}, { method: 'GET', query }).Result).toBe('RUNNING');
  });
});

describe('the list of EIPs', () => {
  it.each([
    [
      ['address-id', 'eip-11111111', 'eip-22222222'],
      ['11111111', '22222222'],
    ],
    [['address-ip', '203.0.113.12'], ['33333333']],
    [
      ['address-status', 'UNBIND'],
      ['22222222', 'arrears1', 'blocked1'],
    ],
    [['instance-id', 'ins-aaaaaaaa'], ['11111111']],
    [['instance-id', 'havip-11111111'], ['33333333']],
    [['instance-type', 'HAVIP'], ['33333333']],
    [['network-interface-id', 'eni-cccccccc'], ['cascade1']],
    [['private-ip-address', '10.0.4.20', '10.0.5.32'], ['11111111']],
    [['is-arrears', 'TRUE'], ['arrears1']],
    [['tag:env', 'prod'], []],
  ] as const)('narrowed by %j', ([name, ...values], ids) => {
    const { TotalCount, AddressSet } = start().call(
      'DescribeAddresses',
      filtered([name, ...values]),
    );
    expect(AddressSet.map((one: any) => one.AddressId)).toEqual(ids.map((id) => `eip-${id}`));
    expect(TotalCount).toBe(ids.length);
  });

  it('has pages, and all of its filters have to agree', () => {
    const cloud = start();
    const page = cloud.call('DescribeAddresses', { Offset: 1, Limit: 2 });
    expect(page.TotalCount).toBe(6);
    expect(page.AddressSet.map((one: any) => one.AddressId)).toEqual([
      'eip-22222222',
      'eip-33333333',
    ]);
    const both = filtered(['instance-type', 'CVM'], ['instance-id', 'ins-aaaaaaaa']);
    expect(cloud.call('DescribeAddresses', both).TotalCount).toBe(1);
    expect(cloud.call('DescribeAddresses', { AddressIds: ['eip-99999999'] }).TotalCount).toBe(0);
  });
});
