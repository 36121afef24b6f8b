import { describe, expect, it } from 'vitest';

import type { Place } from '../../../src/emulator/tencent/entities.ts';
import { reportOf } from '../../support/run-main.ts';
import { tencentHost } from '../../support/tencent-host.ts';
import type { TencentHost } from '../../support/tencent-host.ts';

const writes = [
  'AssociateAddress',
  'DisassociateAddress',
  'HaVipAssociateAddressIp',
  'HaVipDisassociateAddressIp',
];
const take = 'notify INSTANCE VI_1 MASTER 200 --json';

function eip(id: string, more = ''): TencentHost {
  return tencentHost([`name: pub, kind: tencent-eip, id: ${id}${more}`]);
}

function placeOf(host: TencentHost, id: string): Place | null | undefined {
  host.world.cloud.tencent.settle();
  return host.world.cloud.tencent.eips.get(id)?.place;
}

/** From now on, no EIP is bound. */
function refuseBinding({ world }: TencentHost, code: string): void {
  const match = { action: 'AssociateAddress' };
  world.cloud.faults.add({ match, times: 0, fault: { type: 'refuse', code } });
}

function place(host: TencentHost, id: string, at: Place | null): void {
  const { tencent } = host.world.cloud;
  tencent.placeEip(tencent.eips.get(id)!, at);
}

const onIp = (id: string, ip: string): Place => ({ type: 'private-ip', interface: id, ip });
const here = onIp('eni-bbbbbbbb', '10.0.4.21');

describe('a takeover of an EIP', () => {
  it('looks at the target once, for both of its changes', async () => {
    const host = eip('eip-11111111');
    await host.run(take);
    const instance = { Values: ['ins-bbbbbbbb'] };
    const byInstance = host
      .asked('DescribeAddresses', 'DescribeNetworkInterfaces')
      .filter(({ body }) => JSON.stringify(body).includes(JSON.stringify(instance.Values)));
    expect(byInstance.map(({ action }) => action)).toEqual([
      'DescribeAddresses',
      'DescribeNetworkInterfaces',
    ]);
    expect(host.asked(...writes)).toEqual([
      { action: 'DisassociateAddress', body: { AddressId: 'eip-11111111' } },
      {
        action: 'AssociateAddress',
        body: { AddressId: 'eip-11111111', InstanceId: 'ins-bbbbbbbb' },
      },
    ]);
  });

  it('never asks for an ordinary public IP in return', async () => {
    const host = eip('eip-11111111');
    await host.run(take);
    await host.run('release pub');
    expect(JSON.stringify(host.asked())).not.toContain('ReallocateNormalPublicIp');
  });

  it('finds an EIP by its IP, and says which it is', async () => {
    const host = tencentHost(['name: pub, kind: tencent-eip, ip: 203.0.113.10']);
    const run = await host.run('assign 203.0.113.10 --json');
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', writes: 2 }]);
    const byId = await eip('eip-11111111').run('assign pub --json');
    expect(reportOf(byId).results).toMatchObject([{ ip: '203.0.113.10' }]);
  });

  it('goes to a private IP of a network interface', async () => {
    const more = ', networkInterface: eni-b2b2b2b2, privateIp: 10.0.5.31';
    const host = eip('eip-11111111', more);
    expect(reportOf(await host.run(take)).results).toMatchObject([{ outcome: 'moved', writes: 2 }]);
    expect(placeOf(host, 'eip-11111111')).toEqual(onIp('eni-b2b2b2b2', '10.0.5.31'));
    expect(host.asked('AssociateAddress')[0]?.body).toEqual({
      AddressId: 'eip-11111111',
      NetworkInterfaceId: 'eni-b2b2b2b2',
      PrivateIpAddress: '10.0.5.31',
    });
    // The same node is not the same place.
    place(host, 'eip-11111111', here);
    const again = reportOf(await host.run('assign pub --json')).results;
    expect(again).toMatchObject([{ outcome: 'moved', from: 'eni-bbbbbbbb', writes: 2 }]);
  });

  it('takes the EIP of a HAVIP with the calls of HAVIPs', async () => {
    const host = eip('eip-33333333');
    const [result] = reportOf(await host.run(take)).results;
    expect(result).toMatchObject({ outcome: 'moved', from: 'havip-11111111', writes: 2 });
    expect(host.asked(...writes).map(({ action }) => action)).toEqual([
      'HaVipDisassociateAddressIp',
      'AssociateAddress',
    ]);
    expect(host.asked('DescribeVpcTaskResult').length).toBeGreaterThan(0);
    expect(host.asked('DescribeTaskResult').length).toBeGreaterThan(0);
    expect(placeOf(host, 'eip-33333333')).toEqual(here);
  });

  it.each(['DisassociateAddress', 'AssociateAddress'])(
    'tries again when %s fails',
    async (action) => {
      const host = eip('eip-11111111');
      const fault = { type: 'action', ends: 'errored', ms: 100 } as const;
      host.world.cloud.faults.add({ match: { action }, fault });
      const [result] = reportOf(await host.run(take)).results;
      expect(result).toMatchObject({ outcome: 'moved', writes: 3 });
      expect(result?.durationMs).toBeLessThan(5000);
    },
  );

  it('goes beside an EIP of another private IP of the node', async () => {
    const host = eip('eip-11111111');
    place(host, 'eip-22222222', onIp('eni-b2b2b2b2', '10.0.5.31'));
    expect(reportOf(await host.run(take)).results).toMatchObject([{ outcome: 'moved' }]);
  });

  it('does not take for held what is being unbound', async () => {
    const host = eip('eip-11111111');
    const { tencent } = host.world.cloud;
    const pub = tencent.eips.get('eip-11111111')!;
    // Somebody is faster, and changes his mind.
    host.clock.after(50, () => {
      tencent.placeEip(pub, here);
      const fate = { ends: 'completed', shows: 'properly', ms: 3000 } as const;
      const change = { type: 'unbind', eip: pub, at: here, reallocate: false } as const;
      tencent.start(change, { requestId: 'x', fate });
    });
    const run = await host.run(take);
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved' }]);
    expect({ status: tencent.statusOf(pub), at: placeOf(host, 'eip-11111111') }).toEqual({
      status: 'BIND',
      at: here,
    });
    const dry = tencentHost(['name: pub, kind: tencent-eip, id: eip-11111111']);
    place(dry, 'eip-11111111', here);
    const match = { action: 'DisassociateAddress' };
    dry.world.cloud.faults.add({ match, fault: { type: 'action', ms: 60_000 } });
    void dry.run('release pub');
    await dry.clock.run(new Promise<void>((resolve) => dry.clock.after(1000, resolve)));
    expect((await dry.run('assign pub --dry-run')).stdout).toContain(
      'being taken from ins-bbbbbbbb',
    );
  });

  it('says at whom it left the EIP', async () => {
    const host = eip('eip-11111111');
    refuseBinding(host, 'ResourceInUse');
    const run = await host.run('assign pub --timeout 10');
    expect(run.code).toBe(6);
    expect(run.stderr).toContain('(held by nobody at the last look)');
  });

  it.each([
    ['UnauthorizedOperation', 4, 'refused'],
    ['ResourceInUse', 6, 'timed-out'],
  ])('says how to put back what it can only unbind: %s', async (code, exitCode, outcome) => {
    const host = eip('eip-11111111');
    refuseBinding(host, code);
    const run = await host.run('assign pub --json --timeout 10');
    expect(run.code).toBe(exitCode);
    expect(run.stderr).toContain('. It was taken from ins-aaaaaaaa, and nobody holds it now. ');
    expect(run.stderr).toContain('Put it back with: floatip assign pub --to ins-aaaaaaaa\n');
    expect(reportOf(run).results).toMatchObject([{ outcome, from: 'ins-aaaaaaaa', owner: null }]);
    expect((await host.run('history')).stdout).toContain(', held by nobody, (assign, ');
  });

  it.each([500, 2000])(
    'says what is left behind, where it is superseded after %i ms',
    async (ms) => {
      const host = eip('eip-11111111');
      // It can neither be brought here nor be put back.
      refuseBinding(host, 'ResourceInUse');
      host.clock.after(ms, () => void host.run('notify INSTANCE VI_1 BACKUP 100'));
      const run = await host.run(take);
      expect(run.code).toBe(5);
      const warning =
        'it was taken from ins-aaaaaaaa, and nobody holds it now, unless a MASTER takes it. Put it back with: floatip assign pub --to ins-aaaaaaaa';
      const owner = null;
      expect(reportOf(run).results).toMatchObject([{ outcome: 'superseded', owner, warning }]);
      expect(run.stderr).toContain(warning);
      expect((await host.run('history')).stdout).toMatch(
        /superseded .*it was to go to ins-bbbbbbbb, and the role of this node has changed since/,
      );
    },
  );

  it('says only that it is superseded where it sent nothing', async () => {
    const host = eip('eip-11111111');
    await host.run('notify INSTANCE VI_1 BACKUP 100');
    host.next = { ticks: 50, pid: 50 };
    const run = await host.run(take);
    expect(reportOf(run).results).toMatchObject([{ outcome: 'superseded', writes: 0 }]);
    expect(run.stderr).toBe('');
  });

  it('says what a command of an operator was for that is superseded', async () => {
    const host = eip('eip-11111111');
    place(host, 'eip-11111111', here);
    host.clock.after(500, () => void host.run('notify INSTANCE VI_1 BACKUP 100'));
    const run = await host.run('release pub');
    expect(run).toEqual({
      code: 5,
      stdout:
        'pub 203.0.113.10: superseded: it was to leave ins-bbbbbbbb, and the role of this node has changed since\n',
      stderr:
        'floatip: pub 203.0.113.10: a write was sent before that. Look at it with: floatip status eip-11111111\n',
    });
  });

  it('says that nothing was sent, having tried for as long as there was time', async () => {
    const host = eip('eip-11111111');
    const match = { action: 'DescribeAddresses' };
    host.world.cloud.faults.add({ match, times: 0, fault: { type: 'status', status: 502 } });
    const run = await host.run('assign pub --timeout 5');
    expect(run.stderr).toContain('(its owner was never seen; nothing was sent): ');
    expect(host.clock.now()).toBeGreaterThanOrEqual(4000);
  });

  it('says nothing of the kind of what is still where it was', async () => {
    const host = eip('eip-11111111');
    const match = { action: 'DisassociateAddress' };
    const fault = { type: 'refuse', code: 'UnauthorizedOperation' } as const;
    host.world.cloud.faults.add({ match, times: 0, fault });
    const run = await host.run('assign pub --json');
    expect(run.stderr).not.toContain('Put it back');
    expect(reportOf(run).results).toMatchObject([{ owner: 'ins-aaaaaaaa' }]);
  });
});

/** Nothing may have been sent, and the EIP has to be where it was. */
interface Refusal {
  readonly id?: string;
  readonly more?: string;
  readonly at?: Place;
  readonly first?: (host: TencentHost) => void;
  readonly args?: string;
  readonly code?: number;
  readonly says: string;
  readonly hint: string;
}

const refusals: Readonly<Record<string, Refusal>> = {
  'an EIP in arrears': {
    id: 'eip-arrears1',
    at: onIp('eni-aaaaaaaa', '10.0.4.30'),
    says: 'EIP eip-arrears1 (203.0.113.13) is in arrears, and cannot be bound',
    hint: 'Settle the bill of the account',
  },
  'a blocked EIP': {
    id: 'eip-blocked1',
    at: onIp('eni-aaaaaaaa', '10.0.4.30'),
    says: 'EIP eip-blocked1 (203.0.113.14) is blocked, and cannot be bound',
    hint: 'See in the console why',
  },
  'an EIP that would be gone': {
    id: 'eip-cascade1',
    at: onIp('eni-cccccccc', '10.0.5.32'),
    says: 'would be released for good when it is unbound',
    hint: 'CascadeRelease',
  },
  'a target with another EIP': {
    first: (host) => place(host, 'eip-22222222', here),
    says: 'ins-bbbbbbbb already has EIP eip-22222222 (203.0.113.11)',
    hint: 'Unbind that one first: floatip release eip-22222222 --from ins-bbbbbbbb',
  },
  'a private IP with another EIP': {
    more: ', networkInterface: eni-b2b2b2b2, privateIp: 10.0.5.31',
    first: (host) => place(host, 'eip-22222222', onIp('eni-b2b2b2b2', '10.0.5.31')),
    says: 'ins-bbbbbbbb already has EIP eip-22222222 (203.0.113.11)',
    hint: 'Unbind that one first',
  },
  'a target with an ordinary public IP': {
    args: 'assign pub --json --to ins-cccccccc',
    says: 'ins-cccccccc has an ordinary public IP, 198.51.100.7',
    hint: 'Return it first, in the console',
  },
  'a target that is not there': {
    args: 'assign pub --json --to ins-99999999',
    code: 3,
    says: 'Tencent Cloud knows no ins-99999999 in a VPC of this account and region',
    hint: 'tccli cvm DescribeInstances',
  },
  'a network interface of another node': {
    more: ', networkInterface: eni-cccccccc, privateIp: 10.0.5.22',
    says: 'eni-cccccccc is not attached to ins-bbbbbbbb',
    hint: 'Set networkInterface in the config to what is there: eni-bbbbbbbb, eni-b2b2b2b2',
  },
  'a private IP of another network interface': {
    more: ', networkInterface: eni-b2b2b2b2, privateIp: 10.0.4.21',
    says: '10.0.4.21 is not on eni-b2b2b2b2',
    hint: 'Set privateIp in the config to what is there: 10.0.5.21, 10.0.5.31',
  },
};

describe('a takeover of an EIP refuses, before it changes anything,', () => {
  it.each(Object.entries(refusals))('%s', async (_what, refusal) => {
    const { id = 'eip-11111111', more = '', first, args = take, code = 7, says, hint } = refusal;
    const host = eip(id, more);
    if (refusal.at !== undefined) place(host, id, refusal.at);
    first?.(host);
    const before = placeOf(host, id);
    const run = await host.run(args);
    const [result] = reportOf(run).results;
    expect(result?.error).toMatchObject({
      message: expect.stringContaining(says),
      hint: expect.stringContaining(hint),
    });
    expect({ code: run.code, writes: result?.writes }).toEqual({ code, writes: 0 });
    expect(placeOf(host, id)).toEqual(before);
    expect(host.asked(...writes)).toEqual([]);
  });

  it('an EIP of something that is no host', async () => {
    const host = eip('eip-11111111');
    const match = { action: 'DescribeAddresses' };
    const eipOfNat = { AddressId: 'eip-11111111', AddressIp: '203.0.113.10', InstanceId: 'nat-1' };
    const AddressSet = [{ ...eipOfNat, AddressStatus: 'BIND', AddressType: 'EIP' }];
    const body = JSON.stringify({ Response: { TotalCount: 1, AddressSet, RequestId: 'x' } });
    host.world.cloud.faults.add({ match, times: 0, fault: { type: 'status', status: 200, body } });
    const run = await host.run(take);
    expect(reportOf(run).results[0]?.error).toMatchObject({
      message: 'EIP eip-11111111 (203.0.113.10) is bound to nat-1, which is no host',
    });
    expect({ code: run.code, writes: host.asked(...writes) }).toEqual({ code: 7, writes: [] });
  });
});

describe('a release of an EIP', () => {
  it('is possible where it could not be bound', async () => {
    const host = eip('eip-arrears1');
    place(host, 'eip-arrears1', here);
    expect(reportOf(await host.run('release pub --json')).results).toMatchObject([
      { outcome: 'released', writes: 1 },
    ]);
  });

  it('does not let go of what would be gone', async () => {
    const host = eip('eip-cascade1');
    const run = await host.run('release pub --json --from eni-cccccccc');
    expect(run.code).toBe(2);
    const other = await host.run('release pub --json --from ins-cccccccc');
    expect(other.stderr).toContain('would be released for good');
    expect({ code: other.code, writes: host.asked(...writes) }).toEqual({ code: 7, writes: [] });
  });
});
