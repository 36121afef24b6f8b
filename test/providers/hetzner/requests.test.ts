import { describe, expect, it } from 'vitest';

import { hetznerHost, hetznerTopology } from '../../support/hetzner-host.ts';
import { reportOf } from '../../support/run-main.ts';
import { hcloudToken } from '../../support/token.ts';

const master = 'notify INSTANCE VI_1 MASTER 200 --json';
const backup = 'notify INSTANCE VI_1 BACKUP 200 --json';

describe('a takeover of a floating IP', () => {
  it('by its id is one write, with no request before it, and the owner read back', async () => {
    const host = hetznerHost(['name: web, id: 4711']);
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([
      { outcome: 'moved', from: '11111', to: '22222', writes: 1, ip: '203.0.113.20' },
    ]);
    const [first, ...others] = host.asked();
    expect(first).toBe('POST /floating_ips/4711/actions/assign');
    expect(new Set(others)).toEqual(new Set(['GET /floating_ips/4711', 'GET /actions/1000013']));
  });

  it.each(['203.0.113.20', "'2001:db8:20::/64'", "'2001:db8:20::7'"])(
    'by the IP %s looks it up once in a boot, and then never before a write',
    async (ip) => {
      const host = hetznerHost([`name: web, ip: ${ip}`]);
      expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
      expect(host.asked().slice(0, 2)).toEqual([
        'GET /floating_ips',
        expect.stringMatching(/^POST/),
      ]);
      await host.run(backup);
      const { hetzner } = host.world.cloud;
      for (const one of hetzner.floatingIps.values()) hetzner.place(one, 11_111);
      host.world.cloud.received.clear();
      expect(reportOf(await host.run(master)).results).toMatchObject([
        { outcome: 'moved', writes: 1 },
      ]);
      expect(host.asked()[0]).toMatch(/^POST \/floating_ips\/471[12]\/actions\/assign$/);
    },
  );

  it('knows the id after a status as well', async () => {
    const host = hetznerHost(['name: web, ip: 203.0.113.20']);
    await host.run('status');
    host.world.cloud.received.clear();
    await host.run(master);
    expect(host.asked()[0]).toBe('POST /floating_ips/4711/actions/assign');
  });

  it('sends nothing where the look-up shows that it is here', async () => {
    const host = hetznerHost(['name: web, ip: 203.0.113.20']);
    const { hetzner } = host.world.cloud;
    hetzner.place(hetzner.floatingIps.get(4711)!, 22_222);
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([{ outcome: 'already-held', writes: 0 }]);
  });

  it('by an id that is no longer that of the IP looks again, and moves nothing else', async () => {
    const host = hetznerHost(['name: web, ip: 203.0.113.20']);
    await host.run('status');
    const anew = hetznerTopology.replace('id: 4711', 'id: 5000');
    const next = hetznerHost(['name: web, ip: 203.0.113.20'], {
      topology: anew,
      env: { FLOATIP_RUNTIME_DIR: host.runtimeFolder },
    });
    const { results } = reportOf(await next.run(master));
    expect(results).toMatchObject([{ outcome: 'moved', to: '22222' }]);
    expect(next.asked().filter((one) => one.startsWith('POST'))).toEqual([
      'POST /floating_ips/4711/actions/assign',
      'POST /floating_ips/5000/actions/assign',
    ]);
  });

  it('is one write each where IPv4 and IPv6 are taken together', async () => {
    const host = hetznerHost(['name: web, id: 4711', 'name: web6, id: 4712']);
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([
      { outcome: 'moved', writes: 1 },
      { outcome: 'moved', writes: 1, ip: '2001:db8:20::' },
    ]);
  });
});

describe('reconcile', () => {
  it('reads 1,000 addresses in 20 pages', { timeout: 60_000 }, async () => {
    const ips = Array.from({ length: 1000 }, (_, index) => `198.18.${index >> 8}.${index & 255}`);
    const listed = ips.map((ip, index) => `{ id: ${index + 1}, ip: ${ip}, location: fsn1 }`);
    const topology = `
hetzner:
  tokens: [{ token: ${hcloudToken} }]
  servers: [{ id: 22222, name: lb2, location: fsn1 }]
  floatingIps: [${listed.join(', ')}]
`;
    const host = hetznerHost(
      ips.map((ip, index) => `name: web${index}, ip: ${ip}`),
      { topology },
    );
    const run = await host.run('reconcile --json');
    expect(reportOf(run).results).toHaveLength(1000);
    expect(host.asked()).toEqual(Array.from({ length: 20 }, () => 'GET /floating_ips'));
  });
});
