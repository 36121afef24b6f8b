import { describe, expect, it } from 'vitest';

import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import type { InProcessCloud } from '../support/in-process-cloud.ts';
import { runMain } from '../support/run-main.ts';
import { temporaryFile } from '../support/temporary.ts';
import { token } from '../support/token.ts';

const config = `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10 }
  - { name: spare, kind: digitalocean-reserved-ip, ip: 203.0.113.11 }
  - { name: six, kind: digitalocean-reserved-ipv6, ip: '2001:db8::10' }
`;

function scene(topology?: string): { clock: FakeClock; world: InProcessCloud } {
  const clock = new FakeClock();
  return { clock, world: startInProcessCloud(clock, topology) };
}

describe('floatip status', () => {
  it('prints who holds what as JSON', async () => {
    const env = { FLOATIP_CONFIG: temporaryFile('c.yaml', config) };
    const run = await runMain(['status', '--json'], { ...scene(), node: '111', env });
    expect(JSON.parse(run.stdout)).toEqual({
      version: 1,
      self: { provider: 'digitalocean', node: '111', region: 'nyc3' },
      addresses: [
        {
          name: 'web',
          kind: 'digitalocean-reserved-ip',
          ip: '203.0.113.10',
          owner: { state: 'held', node: '111', name: 'lb1', self: true },
          role: null,
          verdict: 'ok',
        },
        {
          name: 'spare',
          kind: 'digitalocean-reserved-ip',
          ip: '203.0.113.11',
          owner: { state: 'free' },
          role: null,
          verdict: 'elsewhere',
          why: 'nobody holds it',
        },
        {
          name: 'six',
          kind: 'digitalocean-reserved-ipv6',
          ip: '2001:db8::10',
          owner: { state: 'held', node: '111', name: 'lb1', self: true },
          role: null,
          verdict: 'ok',
        },
      ],
    });
    expect(run.code).toBe(0);
  });

  it('prints an aligned table for people', async () => {
    const env = { FLOATIP_CONFIG: temporaryFile('c.yaml', config) };
    const run = await runMain(['status'], { ...scene(), env });
    expect(run.stdout).toBe(
      [
        'This host: node 222 in nyc3 (digitalocean), anchor 10.17.0.222',
        '',
        'NAME   ADDRESS       OWNER      ROLE  VERDICT    WHY',
        'web    203.0.113.10  lb1 (111)  -     elsewhere',
        'spare  203.0.113.11  nobody     -     elsewhere  nobody holds it',
        'six    2001:db8::10  lb1 (111)  -     elsewhere',
        '',
      ].join('\n'),
    );
  });

  it('never takes an owner that it cannot read for a free address', async () => {
    const { clock, world } = scene();
    world.cloud.faults.add({
      match: { method: 'GET', path: '/v2/*' },
      times: 0,
      fault: { type: 'hang' },
    });
    const run = await runMain(['status', '203.0.113.10', '--json', '--timeout', '12'], {
      clock,
      world,
    });
    expect(JSON.parse(run.stdout).addresses).toMatchObject([
      { owner: { state: 'unknown', error: { class: 'transport' } }, verdict: 'unknown' },
    ]);
    expect(run.code).toBe(6);
    expect(clock.now()).toBeLessThanOrEqual(12_000);
  });

  it('says that the account has no such address', async () => {
    const run = await runMain(['status', '203.0.113.99'], scene());
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('unknown');
    expect(run.stderr).toContain('DigitalOcean knows no reserved IP 203.0.113.99 in this account');
  });

  it('says in JSON why it knows nothing', async () => {
    const env = { FLOATIP_CONFIG: temporaryFile('c.yaml', 'nonsense: 1\n') };
    const run = await runMain(['status', '--json'], { ...scene(), env });
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stdout)).toMatchObject({
      self: null,
      addresses: [],
      error: { class: 'config', message: expect.stringContaining("unknown key 'nonsense'") },
    });
  });

  it('does not know what is elsewhere where it does not know what is here', async () => {
    const at = scene();
    const match = { service: 'digitalocean-metadata' } as const;
    at.world.cloud.faults.add({ match, times: 0, fault: { type: 'hang' } });
    const run = await runMain(['status', '203.0.113.10'], at);
    expect(run.stdout).toContain('This host: unknown (The metadata service is silent)');
    expect(run.stdout).toMatch(/lb1 \(111\) +- +unknown +this host does not know/);
  });

  it('reads a long list page by page, 200 at a time', async () => {
    const ips = Array.from({ length: 450 }, (_, index) => `198.18.${index >> 8}.${index & 255}`);
    const topology = `
digitalocean:
  tokens: [{ token: ${token} }]
  droplets: [{ id: 222, name: lb, region: nyc3 }]
  reservedIps: [${ips.map((ip) => `{ ip: ${ip}, region: nyc3 }`).join(', ')}]
`;
    const { clock, world } = scene(topology);
    const addresses = ips.map(
      (ip) => `  - { name: a${ip}, kind: digitalocean-reserved-ip, ip: ${ip} }`,
    );
    const env = {
      FLOATIP_CONFIG: temporaryFile('c.yaml', `addresses:\n${addresses.join('\n')}\n`),
    };
    const run = await runMain(['status', '--json'], { clock, world, env });
    expect(JSON.parse(run.stdout).addresses).toHaveLength(450);
    const reads = world.cloud.received.list().filter(({ path }) => path.startsWith('/v2/'));
    expect(reads.map(({ query }) => query)).toEqual([
      'page=1&per_page=200',
      'page=2&per_page=200',
      'page=3&per_page=200',
    ]);
  });
});

describe('floatip release', () => {
  it('takes an address from this host and reads back that nobody holds it', async () => {
    const at = scene();
    const run = await runMain(['release', '203.0.113.10', '--json'], { ...at, node: '111' });
    expect(JSON.parse(run.stdout).results).toMatchObject([
      { outcome: 'released', from: '111', to: null, writes: 1 },
    ]);
    expect(run.code).toBe(0);
    expect(await runMain(['release', '203.0.113.10'], { ...at, node: '111' })).toMatchObject({
      stdout: '203.0.113.10: held by nobody already\n',
      code: 0,
    });
  });

  it('waits for an address that is still on its way here', async () => {
    const at = scene();
    const { digitalocean } = at.world.cloud;
    const reserved = digitalocean.reservedIps.get('203.0.113.10')!;
    digitalocean.assign(reserved, 222, { ends: 'completed', shows: 'properly', ms: 3000 });
    const run = await runMain(['release', '203.0.113.10', '--json'], at);
    expect(JSON.parse(run.stdout).results).toMatchObject([{ outcome: 'released', writes: 1 }]);
    digitalocean.settle();
    expect(reserved.droplet).toBeNull();
  });

  it('ends at once on a refusal without a reason', async () => {
    const at = scene();
    const fault = { type: 'status', status: 422, body: '{"id":"no","message":"No."}' } as const;
    at.world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault });
    const run = await runMain(['release', '203.0.113.10', '--json'], { ...at, node: '111' });
    expect(run.code).toBe(7);
    expect(JSON.parse(run.stdout).results).toMatchObject([{ outcome: 'refused', writes: 1 }]);
  });

  it('leaves alone what another node holds', async () => {
    const at = scene();
    const run = await runMain(['release', '203.0.113.10'], at);
    expect(run).toMatchObject({
      code: 0,
      stdout: '203.0.113.10: held by 111: left alone\n',
    });
    expect(at.world.cloud.received.list().filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('--from names another node, --dry-run says what would be done', async () => {
    const at = scene();
    const args = ['release', '203.0.113.10', '--from', '111'];
    expect(await runMain([...args, '--dry-run'], at)).toMatchObject({
      stdout: '203.0.113.10: would unassign it from 111 (held by 111)\n',
    });
    expect((await runMain(args, at)).stdout).toMatch(/^203\.0\.113\.10: released by 111 in/);
  });
});
