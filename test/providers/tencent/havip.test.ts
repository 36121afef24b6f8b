import { describe, expect, it } from 'vitest';

import type { Place } from '../../../src/emulator/tencent/entities.ts';
import { Failure } from '../../../src/ports/failure.ts';
import { keepalivedHost } from '../../support/keepalived-host.ts';
import { reportOf } from '../../support/run-main.ts';
import type { MainRun } from '../../support/run-main.ts';
import { tencentHost } from '../../support/tencent-host.ts';
import type { TencentHost, TencentHostOptions } from '../../support/tencent-host.ts';
import { tencentEnv, tencentTopology } from '../../support/tencent-topology.ts';

const vip = '10.0.4.99';
const take = 'notify INSTANCE VI_1 MASTER 200 --json';
const arp = { service: 'tencent-arp' } as const;
const writes = [
  'AssociateAddress',
  'DisassociateAddress',
  'HaVipAssociateAddressIp',
  'HaVipDisassociateAddressIp',
];

/** A host with the VIP on its interface, as keepalived puts it there. */
function havip(
  more = '',
  options: TencentHostOptions & { readonly id?: string } = {},
): TencentHost {
  const { id = 'havip-11111111' } = options;
  const host = tencentHost(
    [`name: vip, kind: tencent-havip, id: ${id}, interface: eth0${more}`],
    options,
  );
  host.ips.add(vip).add('10.0.4.98');
  return host;
}

function havipOf(host: TencentHost, id = 'havip-11111111') {
  host.world.cloud.tencent.settle();
  return host.world.cloud.tencent.havips.get(id)!;
}

function place(host: TencentHost, id: string, at: Place | null): void {
  const { tencent } = host.world.cloud;
  tencent.placeEip(tencent.eips.get(id)!, at);
}

function placeOf(host: TencentHost, id: string): Place | null | undefined {
  host.world.cloud.tencent.settle();
  return host.world.cloud.tencent.eips.get(id)?.place;
}

const soleOf = (run: MainRun) => reportOf(run).results[0];

describe('the announcement of a HAVIP', () => {
  it('is what a dry run would do, and cannot do while it is on no interface', async () => {
    const host = havip();
    const why = 'held by ins-aaaaaaaa, should be held by ins-bbbbbbbb';
    expect((await host.run('assign vip --dry-run')).stdout).toBe(
      `vip ${vip}: would announce it on eth0 (${why})\n`,
    );
    host.ips.delete(vip);
    expect((await host.run('assign vip --dry-run')).stdout).toBe(
      `vip ${vip}: would announce it on eth0 (${why}; but ${vip} is on no interface of this host, so it is not announced)\n`,
    );
    const elsewhere = await host.run('release vip --from ins-aaaaaaaa --dry-run');
    expect(elsewhere.stderr).toContain('cannot be released by a request');
    expect(havipOf(host).announcements).toBe(0);
  });

  it('is repeated until it is heard', async () => {
    const host = havip();
    host.world.cloud.faults.add({ match: arp, times: 2, fault: { type: 'reset' } });
    const run = await host.run(take);
    expect(soleOf(run)).toMatchObject({ outcome: 'moved', from: 'ins-aaaaaaaa' });
    expect(havipOf(host)).toMatchObject({ interface: 'eni-bbbbbbbb' });
    expect(soleOf(run)?.writes).toBe(havipOf(host).announcements);
    expect(havipOf(host).announcements).toBeGreaterThanOrEqual(3);
  });

  it('that is never heard ends with what to check', async () => {
    const host = havip();
    host.world.cloud.faults.add({ match: arp, times: 0, fault: { type: 'reset' } });
    const run = await host.run('assign vip --timeout 10');
    expect(run).toMatchObject({
      code: 6,
      stderr:
        'floatip: vip 10.0.4.99: Out of time after 10.0 s (last seen at ins-aaaaaaaa): the cloud did not finish the change. Check that 10.0.4.99 is on eth0, that eth0 is in the subnet of the HAVIP, and that its drift scope holds this host\n',
    });
    // About one a second.
    expect(havipOf(host).announcements).toBeGreaterThanOrEqual(8);
    expect(havipOf(host).announcements).toBeLessThanOrEqual(11);
  });

  it('says when another host was heard instead', async () => {
    const host = havip();
    const { tencent } = host.world.cloud;
    tencent.placeHaVip(havipOf(host), null);
    host.world.cloud.faults.add({
      match: { ...arp, node: 'ins-bbbbbbbb' },
      times: 0,
      fault: { type: 'reset' },
    });
    host.clock.after(2000, () => void tencent.announce(vip, 'eni-aaaaaaaa'));
    const run = await host.run('assign vip --timeout 10');
    expect(run.code).toBe(6);
    expect(run.stderr).toContain(
      '(last seen at ins-aaaaaaaa): the cloud did not finish the change. Check which other host announces 10.0.4.99: it has moved since, but not here',
    );
  });

  it('is not made while the VIP is on no interface', async () => {
    const host = havip();
    host.ips.clear();
    const run = await host.run('assign vip --timeout 5');
    expect(run).toMatchObject({
      code: 6,
      stderr: expect.stringContaining(
        '10.0.4.99 is on no interface of this host, so it is not announced. keepalived puts it on eth0',
      ),
    });
    expect(havipOf(host).announcements).toBe(0);
  });

  it('may be left to keepalived, where this host cannot make one', async () => {
    const entry = 'name: vip, kind: tencent-havip, id: havip-11111111, interface: eth0';
    const missing = new Failure('config', 'arping is not installed', { hint: 'Install it' });
    const options = {
      node: 'ins-bbbbbbbb',
      env: tencentEnv,
      announce: () => {
        throw missing;
      },
    };
    const host = keepalivedHost(`addresses: [{ ${entry} }]`, tencentTopology(), options);
    host.ips.add(vip);
    const alone = await host.run('assign vip --timeout 5');
    expect(alone).toMatchObject({
      code: 6,
      stderr: expect.stringContaining(
        'arping is not installed, so only keepalived announces it. Install it\n',
      ),
    });
    const { tencent } = host.world.cloud;
    host.clock.after(1000, () => void tencent.announce(vip, 'eni-bbbbbbbb'));
    expect(soleOf(await host.run('assign vip --json'))).toMatchObject({ outcome: 'moved' });
  });

  it('stops when the VIP leaves the interface', async () => {
    const host = havip();
    host.world.cloud.faults.add({ match: arp, times: 0, fault: { type: 'reset' } });
    host.clock.after(2500, () => host.ips.clear());
    await host.run('assign vip --timeout 10');
    expect(havipOf(host).announcements).toBeLessThanOrEqual(3);
  });

  it('is left to the node that is to have it', async () => {
    const host = havip();
    // The region is known, so nothing else waits for the metadata service.
    const env = { TENCENTCLOUD_REGION: 'ap-guangzhou' };
    const elsewhere = havip('', { env });
    for (const at of [host, elsewhere]) {
      place(at, 'eip-33333333', null);
      const run = await at.run('assign vip --to ins-aaaaaaaa --json');
      expect(soleOf(run)).toMatchObject({ outcome: 'already-held' });
      at.world.cloud.tencent.placeHaVip(havipOf(at), null);
      const other = await at.run('assign vip --to ins-aaaaaaaa --json');
      expect(other.code).toBe(7);
      expect(soleOf(other)?.error).toMatchObject({
        message: 'Only ins-aaaaaaaa itself can announce HAVIP havip-11111111',
      });
      expect(havipOf(at).announcements).toBe(0);
    }
  });
});

describe('a HAVIP that is known by its IP', () => {
  const byIp = (topology: string): TencentHost => {
    const entry = `name: vip, kind: tencent-havip, ip: ${vip}, interface: eth0`;
    const host = tencentHost([entry], { topology });
    host.ips.add(vip);
    return host;
  };

  it('is found', async () => {
    const run = await byIp(tencentTopology()).run(take);
    expect(soleOf(run)).toMatchObject({ outcome: 'moved', from: 'ins-aaaaaaaa' });
  });

  it('is not guessed where two have it', async () => {
    const other = `{ id: havip-33333333, ip: ${vip}, vpc: vpc-22222222, subnet: subnet-33333333 }`;
    const host = byIp(`${tencentTopology()}    - ${other}\n`);
    const run = await host.run(take);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(
      'There are several of HAVIP 10.0.4.99: havip-11111111, havip-33333333. Set id in the config',
    );
  });
});

describe('a HAVIP with a malformed id', () => {
  it('does not keep others from being read', async () => {
    const host = tencentHost(
      ['havip-11111111', 'havip-2222222', 'havip-22222222'].map(
        (id, index) => `name: vip${index}, kind: tencent-havip, id: ${id}, interface: eth0`,
      ),
    );
    const run = await host.run('status --json');
    const { addresses } = JSON.parse(run.stdout);
    expect(addresses.map(({ owner }: any) => owner.state)).toEqual(['held', 'unknown', 'free']);
    expect(run.stderr).toContain('vip1: Tencent Cloud answered InvalidParameterValue.Malformed');
  });
});

describe('the drift scope of a HAVIP', () => {
  const scope = (...ids: string[]) =>
    tencentTopology().replace('associated: [ins-aaaaaaaa]', `associated: [${ids.join(', ')}]`);
  const second = (topology: string) => havip('', { id: 'havip-22222222', topology });

  it.each([['ins-bbbbbbbb'], ['eni-bbbbbbbb']])('holds this host as %s', async (id) => {
    const host = second(scope('ins-aaaaaaaa', id));
    expect(soleOf(await host.run(take))).toMatchObject({ outcome: 'moved', writes: 3 });
    expect(host.asked('DescribeNetworkInterfaces')).toHaveLength(id.startsWith('eni') ? 1 : 0);
  });

  it.each([['ins-aaaaaaaa'], ['eni-aaaaaaaa']])('of %s leaves this host out', async (id) => {
    const host = second(scope(id));
    const run = await host.run(take);
    expect(run.code).toBe(7);
    expect(soleOf(run)?.error).toMatchObject({
      message: 'The drift scope of HAVIP havip-22222222 leaves ins-bbbbbbbb out',
      hint: `Add it: tccli vpc AssociateHaVipInstance --HaVipAssociationSet '[{"HaVipId":"havip-22222222","InstanceId":"ins-bbbbbbbb","InstanceType":"CVM"}]'`,
    });
    expect(havipOf(host, 'havip-22222222').announcements).toBe(0);
  });
});

describe('the EIP of a HAVIP', () => {
  const onHavip = (id: string): Place => ({ type: 'havip', havip: id });
  const withEip = (): TencentHost => havip(', eip: 203.0.113.12');

  it('goes along, and costs no request', async () => {
    const host = withEip();
    expect(soleOf(await host.run(take))).toMatchObject({ outcome: 'moved' });
    expect(host.asked(...writes)).toEqual([]);
    // It is where it belongs, so nobody asks for it.
    expect(host.asked('DescribeAddresses')).toEqual([]);
  });

  it.each([
    ['nobody', null, ['HaVipAssociateAddressIp']],
    [
      'a node',
      { type: 'private-ip', interface: 'eni-cccccccc', ip: '10.0.5.22' } as const,
      ['DisassociateAddress', 'HaVipAssociateAddressIp'],
    ],
    [
      'another HAVIP',
      onHavip('havip-22222222'),
      ['HaVipDisassociateAddressIp', 'HaVipAssociateAddressIp'],
    ],
  ])('is bound to it again from %s', async (_where, at, expected) => {
    const host = withEip();
    await host.run(take);
    place(host, 'eip-33333333', at);
    const { addresses } = JSON.parse((await host.run('status --json')).stdout);
    expect(addresses).toMatchObject([{ verdict: 'should-move' }]);
    const run = await host.run('reconcile');
    expect(run.stdout).toMatch(
      /^vip 10\.0\.4\.99: completed on ins-bbbbbbbb in .* \(\d writes?\)\n$/,
    );
    expect(host.asked(...writes).map(({ action }) => action)).toEqual(expected);
    expect(placeOf(host, 'eip-33333333')).toEqual(onHavip('havip-11111111'));
    expect((await host.run('history')).stdout).toMatch(
      /vip 10\.0\.4\.99 completed at ins-bbbbbbbb/,
    );
    expect(await host.run('reconcile')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('is bound after the HAVIP has come', async () => {
    const host = withEip();
    place(host, 'eip-33333333', null);
    const result = soleOf(await host.run(take));
    expect(result).toMatchObject({ outcome: 'moved', from: 'ins-aaaaaaaa' });
    expect(havipOf(host)).toMatchObject({ interface: 'eni-bbbbbbbb' });
    expect(placeOf(host, 'eip-33333333')).toEqual(onHavip('havip-11111111'));
  });

  it('is not taken away again while it is being bound', async () => {
    const host = withEip();
    await host.run(take);
    place(host, 'eip-33333333', null);
    const match = { action: 'HaVipAssociateAddressIp' };
    host.world.cloud.faults.add({ match, fault: { type: 'lost' } });
    expect((await host.run('reconcile --json')).code).toBe(0);
    expect(host.asked('HaVipDisassociateAddressIp')).toEqual([]);
    expect(placeOf(host, 'eip-33333333')).toEqual(onHavip('havip-11111111'));
  });

  it.each([
    ['is not there', '203.0.113.99', null, 3, 'Tencent Cloud knows no EIP 203.0.113.99'],
    [
      'has another one in its place',
      '203.0.113.10',
      null,
      7,
      'HAVIP havip-11111111 has EIP 203.0.113.12, not 203.0.113.10',
    ],
    ['is blocked', '203.0.113.14', 'eip-33333333', 7, 'is blocked, and cannot be bound'],
    ['would be gone', '203.0.113.15', 'eip-33333333', 7, 'would be released for good'],
  ])('that %s stays where it is', async (_what, ip, unbound, code, says) => {
    const host = havip(`, eip: ${ip}`);
    if (unbound !== null) place(host, unbound, null);
    const run = await host.run(take);
    expect(run.code).toBe(code);
    expect(run.stderr).toContain(says);
    expect(host.asked(...writes)).toEqual([]);
    // The HAVIP itself came all the same.
    expect(havipOf(host)).toMatchObject({ interface: 'eni-bbbbbbbb' });
  });
});
