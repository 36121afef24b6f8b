import { describe, expect, it } from 'vitest';

import { FakeClock } from '../../support/fake-clock.ts';
import { startInProcessCloud } from '../../support/in-process-cloud.ts';
import { onKeptConnections } from '../../support/kept-connections.ts';
import {
  fip,
  fip2,
  lb1,
  lb2,
  lb3,
  openstackEnv,
  openstackHost,
  openstackServers,
  openstackTopology,
  network,
  port1,
  port2,
  port4,
} from '../../support/openstack-host.ts';
import type { OpenstackHost } from '../../support/openstack-host.ts';
import { reportOf, runMain } from '../../support/run-main.ts';
import { temporaryFile } from '../../support/temporary.ts';

const master = 'notify INSTANCE VI_1 MASTER 200 --json';
const backup = 'notify INSTANCE VI_1 BACKUP 200 --json';
const web = 'name: web, ip: 203.0.113.40';

function moveTo(id: string | null, { world }: OpenstackHost): void {
  const { openstack } = world.cloud;
  openstack.place(openstack.floatingIps.get(fip)!, openstack.placeAt(id));
}

/** The bodies of all PUTs. */
function putsOf({ world }: OpenstackHost): readonly string[] {
  return world.cloud.received
    .list()
    .filter(({ method }) => method === 'PUT')
    .map(({ body }) => body);
}

describe('a takeover of a floating IP', () => {
  it('is one token, one look, one write, and the owner read back', async () => {
    const host = openstackHost([web]);
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([{ outcome: 'moved', from: lb1, to: lb2, writes: 1 }]);
    const look = 'GET floatingips?floating_ip_address=203.0.113.40';
    const [token, first, ports, write, ...others] = host.asked();
    expect([token, first, ports, write]).toEqual([
      'POST auth/tokens',
      look,
      `GET ports?device_id=${lb2}`,
      `PUT floatingips/${fip}`,
    ]);
    expect(new Set(others)).toEqual(new Set([look]));
    expect(putsOf(host)).toEqual([`{"floatingip":{"port_id":"${port2}"}}`]);
  });

  it('knows the ports of this instance until the next boot', async () => {
    const host = openstackHost([web]);
    await host.run(master);
    await host.run(backup);
    moveTo(port1, host);
    host.world.cloud.received.clear();
    await host.run(master);
    expect(host.asked().filter((one) => one.includes('ports'))).toEqual([]);
    expect(putsOf(host)).toHaveLength(1);
  });

  it('sends nothing where it is here already', async () => {
    const host = openstackHost([web]);
    moveTo(port2, host);
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([{ outcome: 'already-held', writes: 0 }]);
    expect(putsOf(host)).toEqual([]);
  });

  it('by its id is told its IP', async () => {
    const host = openstackHost([`name: web, id: ${fip}`]);
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([{ outcome: 'moved', ip: '203.0.113.40' }]);
  });

  it('goes to the IP of the port that the config names', async () => {
    const host = openstackHost([`${web}, fixedIp: 10.0.7.32`]);
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(putsOf(host)).toEqual([
      `{"floatingip":{"port_id":"${port2}","fixed_ip_address":"10.0.7.32"}}`,
    ]);
  });

  it('is read by the ports where the cloud has no port_details', async () => {
    const topology = openstackTopology.replace('lagMs: 700', 'portDetails: false');
    const host = openstackHost([web], { topology });
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([{ outcome: 'moved', from: lb1, to: lb2 }]);
    expect(host.asked()).toContain(`GET ports?id=${port1}`);
  });

  it('looks again for the port where that is another one by now', async () => {
    const host = openstackHost([web]);
    await host.run('assign web --dry-run');
    const anew = port2.replace('302', '3ff');
    const topology = openstackTopology.replaceAll(port2, anew);
    const next = openstackHost([web], {
      topology,
      env: { FLOATIP_RUNTIME_DIR: host.runtimeFolder },
    });
    const { results } = reportOf(await next.run(master));
    expect(results).toMatchObject([{ outcome: 'moved', to: lb2 }]);
    expect(putsOf(next).at(-1)).toContain(anew);
  });
});

describe('an instance with several ports', () => {
  const of = { FLOATIP_OPENSTACK_METADATA: `http://metadata-${lb3}.test` };

  it('takes it at the one in the network where it is now', async () => {
    const host = openstackHost([web], { env: of });
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
  });

  it('says which there are where nothing tells, and what to write', async () => {
    const host = openstackHost([web], { env: of });
    moveTo(null, host);
    const run = await host.run(master);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(`floating IP 203.0.113.40 could go to several ports of instance`);
    expect(run.stderr).toContain('Set network of web in the config');
    expect(putsOf(host)).toEqual([]);
  });

  it('takes it in the network that the config names', async () => {
    const host = openstackHost([`${web}, network: ${network}`], { env: of });
    moveTo(null, host);
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
  });

  it('does not count it as here while it is on another one', async () => {
    const host = openstackHost([`${web}, port: ${port4}`], { env: of });
    moveTo('fc861431-0e6c-4842-a0ed-e2363f9bc303', host);
    const { addresses } = JSON.parse((await host.run('status --json')).stdout);
    expect(addresses[0]).toMatchObject({ verdict: 'elsewhere' });
  });

  it('finds one that was plugged in since its ports were looked up', async () => {
    const host = openstackHost([web]);
    await host.run('assign web --dry-run');
    const plugged = 'fc861431-0e6c-4842-a0ed-e2363f9bc3aa';
    const end = `ips: [10.0.7.22, 10.0.7.32], allowed: [10.0.7.99] }`;
    const more = `, { id: ${plugged}, network: ${network}, ips: [10.0.7.42] }`;
    const next = openstackHost([`${web}, port: ${plugged}`], {
      topology: openstackTopology.replace(end, `${end}${more}`),
      env: { FLOATIP_RUNTIME_DIR: host.runtimeFolder },
    });
    const { results } = reportOf(await next.run(master));
    expect(results).toMatchObject([{ outcome: 'moved', to: lb2 }]);
    expect(putsOf(next)).toEqual([`{"floatingip":{"port_id":"${plugged}"}}`]);
  });

  it('is refused the port of another instance', async () => {
    const host = openstackHost([`${web}, port: ${port1}`], { env: of });
    const run = await host.run(master);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(`Instance ${lb3} has no port ${port1}`);
  });
});

describe('a release', () => {
  it('sends null on purpose, and only for what was seen', async () => {
    const host = openstackHost([web]);
    moveTo(port2, host);
    const { results } = reportOf(await host.run('release web --json'));
    expect(results).toMatchObject([{ outcome: 'released', from: lb2, writes: 1 }]);
    expect(putsOf(host)).toEqual(['{"floatingip":{"port_id":null}}']);
    const put = host.world.cloud.received.list().find(({ method }) => method === 'PUT');
    expect(put?.headers['if-match']).toBe('revision_number=2');
  });

  it('takes it from nobody who has taken it in the meantime', async () => {
    const host = openstackHost([web], { topology: openstackTopology.replace('lagMs: 700', '') });
    moveTo(port2, host);
    const { faults } = host.world.cloud;
    const look = { method: 'GET', path: '*/floatingips' };
    faults.add({ match: look, fault: { type: 'latency', ms: 300 } });
    host.clock.after(100, () => moveTo(port1, host));
    const { results } = reportOf(await host.run('release web --json'));
    expect(results[0]?.outcome).toBe('not-ours');
    expect(host.world.cloud.openstack.floatingIps.get(fip)?.place?.port.id).toBe(port1);
    expect(host.world.cloud.received.list().map(({ answer }) => answer)).toContain(412);
  });
});

describe('reconcile', () => {
  const numbered = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
      return { id, ip: `198.18.${index >> 8}.${index & 255}` };
    });

  it.each([
    ['10 requests of 100', '', 10],
    ['as many more as the cloud makes pages', 'pageLimit: 60', 20],
  ])('reads 1,000 addresses in %s', { timeout: 60_000 }, async (_what, more, pages) => {
    const all = numbered(1000);
    const listed = all.map(({ id, ip }) => `{ id: ${id}, ip: ${ip} }`);
    const topology = `${openstackServers}\n  ${more}\n  floatingIps: [${listed.join(', ')}]\n`;
    const host = openstackHost(
      all.map(({ ip }, index) => `name: web${index}, ip: ${ip}`),
      { topology },
    );
    const { results } = reportOf(await host.run('reconcile --json'));
    expect(results).toHaveLength(1000);
    expect(results.every(({ error }) => error === undefined)).toBe(true);
    const looks = host.asked().filter((one) => one.startsWith('GET floatingips'));
    expect(looks).toHaveLength(pages);
    expect(host.asked().filter((one) => one.startsWith('POST'))).toHaveLength(1);
    expect(Math.max(...looks.map((one) => one.length))).toBeLessThan(8000);
  });
});

it('two of them go to two IPs of a port, and the second of one IP is refused in words', async () => {
  const both = [web, 'name: web2, ip: 203.0.113.41'];
  const host = openstackHost(both);
  const { results } = reportOf(await host.run(master));
  expect(results).toMatchObject([
    { outcome: 'moved' },
    { outcome: 'refused', error: { class: 'invalid' } },
  ]);
  expect(results[1]?.error?.message).toContain('and one is all that an IP can have');
  const apart = openstackHost([both[0]!, `${both[1]}, fixedIp: 10.0.7.32`]);
  expect(reportOf(await apart.run(master)).results).toMatchObject([
    { outcome: 'moved' },
    { outcome: 'moved' },
  ]);
  expect(apart.world.cloud.openstack.floatingIps.get(fip2)?.place?.fixedIp).toBe('10.0.7.32');
});

describe('a PUT that Neutron is slow to answer', () => {
  it('is sent once, also on a connection that was kept', async () => {
    const clock = new FakeClock();
    const world = startInProcessCloud(clock, openstackTopology);
    world.cloud.faults.add({ match: { method: 'PUT' }, fault: { type: 'latency', ms: 1500 } });
    const entry = '{ name: web, kind: openstack-floating-ip, ip: 203.0.113.40 }';
    const run = await runMain(['assign', 'web', '--json'], {
      clock,
      world: onKeptConnections(world),
      env: { ...openstackEnv, FLOATIP_CONFIG: temporaryFile('c.yaml', `addresses: [${entry}]`) },
    });
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', writes: 1 }]);
    expect(world.cloud.received.list().filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });
});
