import { describe, expect, it } from 'vitest';

import { keepalivedHost, writesTo } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { tencentHost } from '../support/tencent-host.ts';
import { token } from '../support/token.ts';

const ip = '203.0.113.10';
const addresses = `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: ${ip} }
  - { name: spare, kind: digitalocean-reserved-ip, ip: 203.0.113.11 }
`;
const all = ['reserved_ip:read', 'reserved_ip:update', 'droplet:read', 'actions:read'];

function hostWith(scopes: readonly string[]): KeepalivedHost {
  return keepalivedHost(
    addresses,
    `
digitalocean:
  tokens: [{ token: ${token}, scopes: [${scopes.join(', ')}] }]
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3 }
    - { id: 333, name: far, region: ams3 }
    - { id: 444, name: busy, region: nyc3 }
  reservedIps:
    - { ip: ${ip}, region: nyc3, droplet: 111 }
    - { ip: 203.0.113.11, region: nyc3 }
    - { ip: 203.0.113.12, region: nyc3, droplet: 444 }
`,
  );
}

const told = 'A dry run cannot know before whether the token may write (scope reserved_ip:update)';

describe('a dry run', () => {
  it('says what it cannot know, which the run itself is refused for', async () => {
    const host = hostWith(all.filter((scope) => scope !== 'reserved_ip:update'));
    const run = await host.run('assign web --dry-run');
    expect(run).toMatchObject({ code: 0, stderr: `floatip: ${told}\n` });
    expect(run.stdout).toContain('would assign it to 222');
    expect((await host.run('assign web')).code).toBe(4);
  });

  it('says it once of all addresses of a cloud, and in JSON of each', async () => {
    const host = hostWith(all);
    const run = await host.run('assign --all --dry-run');
    expect(run.stderr.split(told)).toHaveLength(2);
    const { results } = JSON.parse((await host.run('assign --all --dry-run --json')).stdout);
    const unchecked = ['whether the token may write (scope reserved_ip:update)'];
    expect(results).toMatchObject([{ unchecked }, { unchecked }]);
  });

  it('says nothing of it where nothing would be done', async () => {
    const run = await hostWith(all).run('assign web --to 111 --dry-run');
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    ['a Droplet that is not there', 'assign web --to 999'],
    ['a Droplet of another region', 'assign web --to 333'],
    ['a Droplet that has one already', 'assign web --to 444'],
  ])('is refused for %s as the run itself is', async (_what, line) => {
    const host = hostWith(all);
    const dry = await host.run(`${line} --dry-run`);
    expect(writesTo(host.world)).toEqual([]);
    const run = await host.run(line);
    expect(dry.code).not.toBe(0);
    expect({ code: dry.code, stderr: dry.stderr }).toEqual({ code: run.code, stderr: run.stderr });
  });

  it('is refused for a token that cannot see Droplets', async () => {
    const host = hostWith(all.filter((scope) => scope !== 'droplet:read'));
    const run = await host.run('assign spare --dry-run');
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('droplet:read');
  });

  it.each([
    ['name: pub, kind: tencent-eip, id: eip-11111111', 'assign pub', 'DisassociateAddress'],
    ['name: pub, kind: tencent-eip, id: eip-11111111', 'assign pub', 'AssociateAddress'],
    ['name: pub, kind: tencent-eip, id: eip-22222222', 'assign pub', 'AssociateAddress'],
    ['name: net, kind: tencent-private-ip, ip: 10.0.4.30', 'assign net', 'MigratePrivateIpAddress'],
  ])('of %s names what the role has to allow: %s, %s', async (entry, line, action) => {
    const host = tencentHost([entry]);
    const run = await host.run(`${line} --dry-run`);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain(
      `A dry run cannot know before whether the key or role may call ${action}`,
    );
  });

  it('of a HAVIP says that the cloud has to heed it', async () => {
    const host = tencentHost([
      'name: vip, kind: tencent-havip, id: havip-11111111, interface: eth0, eip: 203.0.113.11',
    ]);
    host.ips.add('10.0.4.99');
    const { stderr } = await host.run('assign vip --dry-run');
    expect(stderr).toContain('whether the cloud heeds the announcement');
    expect(stderr).toContain('whether the key or role may call HaVipAssociateAddressIp');
  });

  it('of all says that the run itself asks', async () => {
    const run = await hostWith(all).run('release --dry-run');
    expect(run.stderr).toContain('release itself asks first, or wants --all');
  });
});
