import { describe, expect, it } from 'vitest';

import { hetznerHost } from '../support/hetzner-host.ts';
import type { HetznerHost } from '../support/hetzner-host.ts';
import { reportOf } from '../support/run-main.ts';

const ip = '203.0.113.20';
const web = `name: web, ip: ${ip}, guest: { interface: eth0 }`;
const role = (state: string) => `notify INSTANCE VI_1 ${state} 200`;

function moveTo(server: number, { world }: HetznerHost): void {
  const { hetzner } = world.cloud;
  hetzner.place(hetzner.floatingIps.get(4711)!, server);
}

describe('the guest side of an address', () => {
  it('is put up once the address is here, and taken down with the next role', async () => {
    const host = hetznerHost([web]);
    await host.run(role('MASTER'));
    expect([...host.ips]).toEqual([ip]);
    await host.run(role('BACKUP'));
    expect([...host.ips]).toEqual([]);
  });

  it('has the IP that the config gives it', async () => {
    const entry = "name: web6, id: 4712, guest: { interface: eth0, ip: '2001:db8:20::1' }";
    const host = hetznerHost([entry]);
    await host.run(role('MASTER'));
    expect([...host.ips]).toEqual(['2001:db8:20::1']);
    await host.run(role('FAULT'));
    expect([...host.ips]).toEqual([]);
  });

  it('stays away while the address does', async () => {
    const host = hetznerHost([web]);
    const match = { service: 'hetzner-api', method: 'POST' };
    host.world.cloud.faults.add({ match, times: 0, fault: { type: 'refuse', code: 'protected' } });
    await host.run(role('MASTER'));
    expect([...host.ips]).toEqual([]);
  });

  it('is mended by reconcile, both ways', async () => {
    const host = hetznerHost([web]);
    await host.run(role('MASTER'));
    host.ips.clear();
    await host.run('reconcile --dry-run');
    expect([...host.ips]).toEqual([]);
    await host.run('reconcile');
    expect([...host.ips]).toEqual([ip]);
    await host.run(role('BACKUP'));
    moveTo(11_111, host);
    host.ips.add(ip);
    await host.run('reconcile');
    expect([...host.ips]).toEqual([]);
  });

  it('is left alone where keepalived has said nothing since boot', async () => {
    const host = hetznerHost([web]);
    host.ips.add(ip);
    await host.run('reconcile');
    expect([...host.ips]).toEqual([ip]);
  });

  it('follows what an operator does by hand', async () => {
    const host = hetznerHost([web]);
    await host.run('assign web --dry-run');
    expect([...host.ips]).toEqual([]);
    await host.run('assign web');
    expect([...host.ips]).toEqual([ip]);
    await host.run('release web --from 11111');
    expect([...host.ips]).toEqual([ip]);
    await host.run('assign web --to 11111');
    expect([...host.ips]).toEqual([]);
    await host.run('assign web');
    await host.run('release web');
    expect([...host.ips]).toEqual([]);
  });
});

describe('a guest side that cannot be put up', () => {
  it('is a warning in the result, and no reason to move back', async () => {
    const host = hetznerHost([web], { refuseIps: 'ip failed: no such device' });
    const run = await host.run(`${role('MASTER')} --json`);
    expect({ code: run.code, results: reportOf(run).results }).toMatchObject({
      code: 0,
      results: [
        {
          outcome: 'moved',
          warning: 'its IP on eth0 could not be changed: ip failed: no such device. Check it',
        },
      ],
    });
  });
});

describe('the journal', () => {
  it('has what was put on an interface and taken off, and what failed', async () => {
    const host = hetznerHost([web]);
    await host.run(role('MASTER'));
    await host.run(role('BACKUP'));
    const { stdout } = await host.run('history');
    expect(stdout).toMatch(
      /web: 203\.0\.113\.20 put on eth0\n[\s\S]*web: 203\.0\.113\.20 taken off eth0\n/,
    );
    const refused = hetznerHost([web], { refuseIps: 'ip failed: no such device' });
    await refused.run(role('MASTER'));
    expect((await refused.run('history')).stdout).toContain(
      'web: 203.0.113.20 could not be put on eth0: ip failed: no such device. Check it',
    );
  });
});
