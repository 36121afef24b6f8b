import { describe, expect, it } from 'vitest';

import { mayAnnounce } from '../../../src/providers/openstack/vip-pairs.ts';
import {
  credential,
  lb1,
  lb2,
  openstackHost,
  openstackTopology,
  vipId,
} from '../../support/openstack-host.ts';
import type { OpenstackHost } from '../../support/openstack-host.ts';
import { reportOf } from '../../support/run-main.ts';

const kind = 'openstack-vip-port';
const vip = 'name: vip, ip: 10.0.7.99, interface: eth0';
const admin = openstackTopology.replace(credential, credential.replace(' }', ', role: admin }'));
const master = 'notify INSTANCE VI_1 MASTER 200 --json';

async function ownerIn(host: OpenstackHost): Promise<any> {
  return JSON.parse((await host.run('status --json')).stdout).addresses[0].owner;
}

describe('who has a virtual IP', () => {
  it('is on the host that it is bound to', async () => {
    const host = openstackHost([vip], { kind, topology: admin });
    expect(await ownerIn(host)).toMatchObject({ state: 'held', node: lb1 });
    host.world.cloud.openstack.placeVip(host.world.cloud.openstack.vips.get(vipId)!, null);
    expect(await ownerIn(host)).toEqual({ state: 'free' });
  });

  it('is not to be known by whoever may not see that, where several may have it', async () => {
    const host = openstackHost([vip], { kind });
    const run = await host.run('assign vip --json');
    expect(run.code).toBe(4);
    const { error } = reportOf(run).results[0]!;
    expect(error?.message).toContain(`which of ${lb1}, ${lb2} has virtual IP 10.0.7.99`);
    expect(error?.hint).toContain('leave this address to keepalived alone');
  });

  it('is the only one that may', async () => {
    const [, one = ''] = openstackTopology.split('allowed: [10.0.7.99]');
    const topology = openstackTopology.replace(`allowed: [10.0.7.99]${one}`, `allowed: []${one}`);
    const host = openstackHost([vip], { kind, topology });
    expect(await ownerIn(host)).toMatchObject({ state: 'held', node: lb2 });
  });

  it('is not to be known where both are on one host', async () => {
    const topology = admin.replace('compute2', 'compute1');
    const host = openstackHost([vip], { kind, topology });
    const run = await host.run('status');
    expect(run.stdout + run.stderr).toContain('are all on host compute1');
  });
});

describe('a takeover of a virtual IP', () => {
  it('is not announced where the port does not allow it', async () => {
    const parts = admin.split('allowed: [10.0.7.99]');
    const topology = `${parts[0]}allowed: [10.0.7.99]${parts[1]}allowed: []${parts[2]}`;
    const host = openstackHost([vip], { kind, topology });
    host.ips.add('10.0.7.99');
    const run = await host.run(master);
    expect(reportOf(run).results[0]).toMatchObject({
      outcome: 'refused',
      writes: 0,
      error: { class: 'invalid', hint: expect.stringContaining('--allowed-address') },
    });
  });

  it('cannot be made for another host', async () => {
    const host = openstackHost([vip], { kind, topology: admin });
    host.ips.add('10.0.7.99');
    const run = await host.run(`assign vip --to ${lb1} --json`);
    expect(reportOf(run).results[0]).toMatchObject({ outcome: 'already-held' });
    host.world.cloud.openstack.placeVip(host.world.cloud.openstack.vips.get(vipId)!, null);
    const again = await host.run(`assign vip --to ${lb1} --json`);
    expect(reportOf(again).results[0]?.error?.message).toContain(`Only ${lb1} itself can announce`);
  });
});

it.each([
  [['10.0.7.99'], true],
  [['10.0.7.98'], false],
  [['10.0.7.0/24'], true],
  [['0.0.0.0/0'], true],
  [['10.0.8.0/24', 'fd00::/8', 'nonsense/24'], false],
  [[], false],
])('a port that allows %j lets 10.0.7.99 be announced: %s', (allowed, may) => {
  const pairs = allowed.map((ip) => ({ ip_address: ip }));
  expect(mayAnnounce({ allowed_address_pairs: pairs } as any, '10.0.7.99')).toBe(may);
});
