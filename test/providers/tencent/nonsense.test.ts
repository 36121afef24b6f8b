import { describe, expect, it } from 'vitest';

import { createClient } from '../../../src/providers/tencent/client.ts';
import { reportOf } from '../../support/run-main.ts';
import { tencentHost } from '../../support/tencent-host.ts';
import type { TencentHost } from '../../support/tencent-host.ts';

/** What Tencent Cloud's API may say, or whoever answers in its place, and what must not come of it. */

const take = 'notify INSTANCE VI_1 MASTER 200 --json';
const eip = 'name: pub, kind: tencent-eip, id: eip-11111111';
const havip = 'name: vip, kind: tencent-havip, id: havip-11111111, interface: eth0';
const privateIp = 'name: ip, kind: tencent-private-ip, ip: 10.0.4.30';

interface Odd {
  readonly action: string;
  /** What is inside the envelope, beside the id of the request. */
  readonly says: string;
  readonly skip?: number;
  readonly requestId?: string;
}

function answer(host: TencentHost, { action, says, skip = 0, requestId = '"1"' }: Odd): void {
  const body = `{"Response":{${says === '' ? '' : `${says},`}"RequestId":${requestId}}}`;
  const match = { service: 'tencent-api', action } as const;
  host.world.cloud.faults.add({ match, skip, fault: { type: 'status', status: 200, body } });
}

async function expectMoved(host: TencentHost): Promise<void> {
  const { results } = reportOf(await host.run(take));
  expect(host.world.cloud.faults.list()).toEqual([]);
  expect(results).toMatchObject([{ outcome: 'moved', to: 'ins-bbbbbbbb' }]);
  // Nobody waits for what was not begun.
  expect(host.clock.now()).toBeLessThan(8000);
}

const ofEip = { AddressId: 'eip-11111111', AddressIp: '203.0.113.10', AddressStatus: 'BIND' };
const here = { ...ofEip, InstanceId: 'ins-bbbbbbbb' };

function addresses(...items: readonly object[]): string {
  return `"TotalCount":${items.length},"AddressSet":${JSON.stringify(items)}`;
}

describe('a look at an EIP', () => {
  const list = JSON.stringify([here]);
  it.each([
    ['another EIP', addresses({ ...here, AddressId: 'eip-22222222' })],
    ['no EIP', addresses({ ...here, AddressId: '<html>' })],
    ['no id', addresses({ ...here, AddressId: undefined })],
    ['an instance that is none', addresses({ ...here, InstanceId: '<b>ins-bbbbbbbb</b>' })],
    ['an instance with a space', addresses({ ...here, InstanceId: 'ins-bbbbbbbb ' })],
    ['a number for an instance', addresses({ ...here, InstanceId: 5 })],
    ['an IP that is none', addresses({ ...here, AddressIp: '203.0.113.256' })],
    ['a private IP that is none', addresses({ ...here, PrivateAddressIp: 'x' })],
    ['a state that is none', addresses({ ...here, AddressStatus: '<html>' })],
    ['a flag that is none', addresses({ ...here, IsArrears: 'no' })],
    ['a count below zero', `"TotalCount":-1,"AddressSet":${list}`],
    ['half a count', `"TotalCount":0.5,"AddressSet":${list}`],
    ['a count without end', `"TotalCount":1e400,"AddressSet":${list}`],
    ['a text for a count', `"TotalCount":"1","AddressSet":${list}`],
    ['no list', '"TotalCount":1,"AddressSet":{}'],
    ['a list that is cut', '"TotalCount":1,"AddressSet":[]'],
    ['a list of nothing', '"TotalCount":1,"AddressSet":[null]'],
  ])('that shows %s says nothing', async (_what, says) => {
    // Before the first change, and while the second one is going on.
    for (const skip of [0, 4]) {
      const host = tencentHost([eip]);
      answer(host, { action: 'DescribeAddresses', says, skip });
      await expectMoved(host);
      expect(host.asked('AssociateAddress')).toMatchObject([
        { body: { AddressId: 'eip-11111111', InstanceId: 'ins-bbbbbbbb' } },
      ]);
    }
  });

  it.each(['lb-12345678', 'nat-1', 'vpngw-0aB_9'])(
    'may show that it is bound to %s',
    async (at) => {
      const host = tencentHost([eip]);
      answer(host, { action: 'DescribeAddresses', says: addresses({ ...ofEip, InstanceId: at }) });
      const run = await host.run('status --json');
      expect(JSON.parse(run.stdout).addresses).toMatchObject([{ owner: { node: at } }]);
    },
  );
});

describe('a look at what an EIP goes to', () => {
  const action = 'DescribeNetworkInterfaces';
  const other = {
    NetworkInterfaceId: 'eni-aaaaaaaa',
    Primary: true,
    Attachment: { InstanceId: 'ins-aaaaaaaa' },
    PrivateIpAddressSet: [{ PrivateIpAddress: '10.0.4.20', Primary: true }],
  };
  const interfaces = (...items: readonly object[]): string =>
    `"TotalCount":${items.length},"NetworkInterfaceSet":${JSON.stringify(items)}`;

  it.each([
    ['nothing', interfaces()],
    ['that of another node', interfaces(other)],
    ['one that is none', interfaces({ ...other, NetworkInterfaceId: 'eni_x' })],
  ])('is asked for again where it shows %s', async (_what, says) => {
    const host = tencentHost([eip]);
    answer(host, { action, says });
    await expectMoved(host);
  });

  it('is not about the node where it shows the EIP of another one', async () => {
    const host = tencentHost([eip]);
    const says = addresses({ ...ofEip, AddressId: 'eip-22222222', InstanceId: 'ins-aaaaaaaa' });
    answer(host, { action: 'DescribeAddresses', says, skip: 1 });
    await expectMoved(host);
  });
});

describe('a look at a HAVIP', () => {
  const ofHavip = { HaVipId: 'havip-11111111', Vip: '10.0.4.99', InstanceId: 'ins-bbbbbbbb' };
  it.each([
    ['another one', { ...ofHavip, HaVipId: 'havip-22222222' }],
    ['an IP that is none', { ...ofHavip, Vip: '-c 1 10.0.4.99' }],
    ['no IP', { ...ofHavip, Vip: '' }],
    ['an instance that is none', { ...ofHavip, InstanceId: '-' }],
  ])('that shows %s says nothing', async (_what, item) => {
    for (const skip of [0, 1]) {
      const host = tencentHost([havip]);
      host.ips.add('10.0.4.99');
      const says = `"TotalCount":1,"HaVipSet":${JSON.stringify([item])}`;
      answer(host, { action: 'DescribeHaVips', says, skip });
      await expectMoved(host);
    }
  });
});

describe('a look at a private IP', () => {
  const ofInterface = {
    NetworkInterfaceId: 'eni-bbbbbbbb',
    VpcId: 'vpc-11111111',
    SubnetId: 'subnet-11111111',
    Attachment: { InstanceId: 'ins-bbbbbbbb' },
    PrivateIpAddressSet: [{ PrivateIpAddress: '10.0.4.30', State: 'AVAILABLE' }],
  };
  it.each([
    ['another one', { PrivateIpAddressSet: [{ PrivateIpAddress: '10.0.4.130' }] }],
    ['an interface that is none', { NetworkInterfaceId: 'ens5' }],
    ['a subnet that is none', { SubnetId: '10.0.4.0/24' }],
    ['an instance that is none', { Attachment: { InstanceId: 'lb2' } }],
  ])('that shows %s says nothing', async (_what, odd) => {
    for (const skip of [0, 2]) {
      const host = tencentHost([privateIp]);
      const says = `"TotalCount":1,"NetworkInterfaceSet":${JSON.stringify([{ ...ofInterface, ...odd }])}`;
      answer(host, { action: 'DescribeNetworkInterfaces', says, skip });
      await expectMoved(host);
      expect(host.asked('AssignPrivateIpAddresses')).toEqual([]);
    }
  });
});

describe('a look at what a private IP goes to', () => {
  it('is not about this node where it shows what another one has', async () => {
    const host = tencentHost([privateIp]);
    const other = {
      NetworkInterfaceId: 'eni-ffffffff',
      SubnetId: 'subnet-11111111',
      Attachment: { InstanceId: 'ins-cccccccc' },
    };
    const says = `"TotalCount":1,"NetworkInterfaceSet":${JSON.stringify([other])}`;
    answer(host, { action: 'DescribeNetworkInterfaces', says, skip: 1 });
    await expectMoved(host);
    expect(host.asked('MigratePrivateIpAddress')).toMatchObject([
      { body: { DestinationNetworkInterfaceId: 'eni-bbbbbbbb' } },
    ]);
  });
});

describe('an answer to a write', () => {
  const ids = ['"abc"', '-1', '0', '1.5', '1e400', 'null', '""', '9007199254740993', '" 5"'];
  it.each(ids)('that has %s for the number of its task is none', async (id) => {
    const host = tencentHost([eip]);
    answer(host, { action: 'AssociateAddress', says: `"TaskId":${id}` });
    await expectMoved(host);
    expect(host.asked('AssociateAddress')).toHaveLength(2);
  });

  const requestIds = ['null', '5', '""', '"a b"', '"a\\nb"', JSON.stringify('x'.repeat(129))];
  it.each(requestIds)('that has %s for the id of the request is none', async (requestId) => {
    const host = tencentHost([eip]);
    answer(host, { action: 'DisassociateAddress', says: '"TaskId":"5"', requestId });
    await expectMoved(host);
  });

  it.each(['"<html>"', '"a b"', '""', '5', 'null', '"InvalidParameter."', '".x"', '"Ungültig"'])(
    'that has %s for its error is none',
    async (code) => {
      const host = tencentHost([eip]);
      const says = `"Error":{"Code":${code},"Message":"No"}`;
      answer(host, { action: 'DisassociateAddress', says });
      await expectMoved(host);
    },
  );

  it('is told of in so many words and no more', async () => {
    const host = tencentHost([eip]);
    const Message = 'x'.repeat(1_000_000);
    const Error = { Code: 'InvalidParameter', Message };
    answer(host, { action: 'DisassociateAddress', says: `"Error":${JSON.stringify(Error)}` });
    const [result] = reportOf(await host.run(take)).results;
    expect(result?.error?.message).toContain('x'.repeat(400));
    expect(result?.error?.message.length).toBeLessThan(600);
  });
});

describe('a look at a task', () => {
  it.each([
    { TaskId: 999, Result: 'FAILED' },
    { TaskId: 'x', Result: 'FAILED' },
    { TaskId: 5, Result: 1 },
    {},
    null,
  ])('that is about another one says nothing: %o', async (reply) => {
    const { signal } = new AbortController();
    const account = { send: () => Promise.resolve(reply) };
    const client = createClient(account, { subject: 'EIP eip-11111111', signal });
    await expect(client.taskResult('5')).rejects.toMatchObject({ class: 'transport' });
  });

  it.each([
    { TaskId: 5, Result: 'FAILED' },
    { TaskId: '5', Result: 'FAILED' },
    { Result: 'FAILED' },
  ])('that is about it says how it ended: %o', async (reply) => {
    const { signal } = new AbortController();
    const account = { send: () => Promise.resolve(reply) };
    const client = createClient(account, { subject: 'EIP eip-11111111', signal });
    expect(await client.taskResult('5')).toBe('FAILED');
  });
});
