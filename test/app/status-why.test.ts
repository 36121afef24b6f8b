import { describe, expect, it } from 'vitest';

import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { keepalivedHost } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { runMain } from '../support/run-main.ts';
import { temporaryFile } from '../support/temporary.ts';
import { tencentHost } from '../support/tencent-host.ts';
import type { TencentHost } from '../support/tencent-host.ts';

const vip = '10.0.4.99';

/** The HAVIP is with ins-aaaaaaaa, which has EIP 203.0.113.12 on it. */
function havip(eip: string | undefined, node: string): TencentHost {
  const more = eip === undefined ? '' : `, eip: ${eip}`;
  const entry = `name: vip, kind: tencent-havip, id: havip-11111111, interface: eth0${more}`;
  const host = tencentHost([entry], { node });
  host.ips.add(vip);
  return host;
}

function unbind(host: TencentHost): void {
  const { tencent } = host.world.cloud;
  tencent.placeEip(tencent.eips.get('eip-33333333')!, null);
}

async function statusOf(host: KeepalivedHost) {
  const run = await host.run('status --json');
  return { code: run.code, stderr: run.stderr, ...JSON.parse(run.stdout).addresses[0] };
}

describe('the EIP of a HAVIP', () => {
  it('is told where all is well', async () => {
    const host = havip('203.0.113.12', 'ins-aaaaaaaa');
    await host.run('notify INSTANCE VI_1 MASTER 200');
    expect(await statusOf(host)).toMatchObject({
      code: 0,
      verdict: 'ok',
      eip: { wanted: '203.0.113.12', bound: '203.0.113.12', state: 'attached' },
    });
    const { stdout } = await host.run('status');
    expect(stdout).toMatch(/^vip +10\.0\.4\.99 .*ok\n +EIP 203\.0\.113\.12$/m);
    expect(stdout).toMatch(/ins-aaaaaaaa \(this host\) +MASTER +ok$/m);
    expect((await host.run('status --wide')).stdout).toMatch(/tencent-havip +203\.0\.113\.12 +ins/);
  });

  it('is told where the config wants none', async () => {
    expect(await statusOf(havip(undefined, 'ins-aaaaaaaa'))).toMatchObject({
      verdict: 'ok',
      eip: { wanted: null, bound: '203.0.113.12', state: 'attached' },
    });
  });

  it.each(['ins-aaaaaaaa', 'ins-bbbbbbbb'])('that is off is told on %s', async (node) => {
    const host = havip('203.0.113.12', node);
    unbind(host);
    const { code, verdict, eip, why } = await statusOf(host);
    expect(code).toBe(0);
    expect(verdict).not.toBe('ok');
    expect(eip).toEqual({ wanted: '203.0.113.12', bound: null, state: 'loose' });
    expect(why).toBe('EIP 203.0.113.12 is off, on nothing');
  });

  it('that is elsewhere is told with where', async () => {
    const host = havip('203.0.113.10', 'ins-bbbbbbbb');
    unbind(host);
    const { why, eip } = await statusOf(host);
    expect(eip).toEqual({
      wanted: '203.0.113.10',
      bound: null,
      state: 'elsewhere',
      at: 'ins-aaaaaaaa',
    });
    expect(why).toBe('EIP 203.0.113.10 is on ins-aaaaaaaa');
  });

  it('that is another one is told with both', async () => {
    const { why, eip } = await statusOf(havip('203.0.113.11', 'ins-aaaaaaaa'));
    expect(eip).toEqual({ wanted: '203.0.113.11', bound: '203.0.113.12', state: 'loose' });
    expect(why).toBe('it has EIP 203.0.113.12, not 203.0.113.11');
  });

  it.each(['ins-aaaaaaaa', 'ins-bbbbbbbb'])('that is not there fails on %s', async (node) => {
    const { code, stderr, verdict, eip, why } = await statusOf(havip('203.0.113.99', node));
    expect(code).toBe(3);
    expect(verdict).not.toBe('ok');
    expect(eip).toEqual({ wanted: '203.0.113.99', bound: '203.0.113.12', state: 'missing' });
    expect(why).toBe('there is no EIP 203.0.113.99');
    expect(stderr).toContain(`vip ${vip}: The account has no EIP 203.0.113.99`);
    expect(stderr).toContain('Correct eip in the config');
  });
});

describe('why it is not ok', () => {
  async function whyOn(state: string, droplet: number | null): Promise<string | undefined> {
    const host = keepalivedHost();
    await host.run('notify INSTANCE VI_1 MASTER 200');
    if (state !== 'MASTER') await host.run(`notify INSTANCE VI_1 ${state} 100`);
    const { digitalocean } = host.world.cloud;
    digitalocean.place(digitalocean.reservedIps.get('203.0.113.10')!, droplet);
    return (await statusOf(host)).why;
  }

  it.each([
    ['MASTER', 222, undefined],
    ['MASTER', 111, 'MASTER here, but lb1 (111) has it'],
    ['MASTER', null, 'MASTER here, but nobody has it'],
    ['BACKUP', 222, 'here, but this host is BACKUP'],
    ['FAULT', 222, 'here, but this host is FAULT'],
    ['BACKUP', 111, undefined],
    ['BACKUP', null, 'nobody holds it'],
  ])('%s, held by %s: %s', async (state, droplet, why) => {
    expect(await whyOn(state, droplet)).toBe(why);
  });

  it('says who has taken what is contested', async () => {
    const host = keepalivedHost();
    await host.run('notify INSTANCE VI_1 MASTER 200');
    const { digitalocean } = host.world.cloud;
    digitalocean.place(digitalocean.reservedIps.get('203.0.113.10')!, 111);
    await host.run('reconcile --timeout 1s');
    digitalocean.place(digitalocean.reservedIps.get('203.0.113.10')!, 111);
    expect(await statusOf(host)).toMatchObject({
      verdict: 'contested',
      why: 'MASTER here, but taken by lb1 (111)',
    });
  });
});

describe('the table', () => {
  const long = 'a-name-that-somebody-chose-to-say-everything-about-it';
  const entries = [
    ['web', '203.0.113.10'],
    ['six', '2001:db8::10'],
    [long, '203.0.113.11'],
    ['unknown-to-the-cloud', '203.0.113.99'],
  ];
  const lines = entries.map(([name = '', ip = '']) => {
    const kind = ip.includes(':') ? 'digitalocean-reserved-ipv6' : 'digitalocean-reserved-ip';
    return `  - { name: ${name}, kind: ${kind}, ip: '${ip}' }`;
  });

  async function tableOf(count: number, ...args: readonly string[]): Promise<readonly string[]> {
    const text = `addresses:\n${lines.slice(0, count).join('\n')}\n`;
    const env = { FLOATIP_CONFIG: temporaryFile('c.yaml', text) };
    const clock = new FakeClock();
    const world = startInProcessCloud(clock);
    const run = await runMain(['status', ...args], { clock, world, env });
    return run.stdout.trimEnd().split('\n').slice(2);
  }

  it.each([1, 2, 3, 4])('of %s addresses fits into 80 columns', async (count) => {
    const table = await tableOf(count);
    expect(table[0]).toMatch(/^NAME .*OWNER .*VERDICT +WHY$/);
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(table.find((line) => line.startsWith('web '))).toContain('lb1 (111)');
  });

  it('breaks a reason into lines and cuts nothing of it', async () => {
    const table = await tableOf(4);
    const words = table.map((line) => line.slice(-30)).join(' ');
    expect(words.replaceAll(/\s+/g, ' ')).toContain('could not be read: missing');
  });

  it('has everything with --wide', async () => {
    const table = await tableOf(4, '--wide');
    expect(table[0]).toMatch(/^NAME +ADDRESS +KIND +EIP +OWNER +ROLE +VERDICT +WHY$/);
    expect(table).toHaveLength(5);
    expect(table.find((line) => line.startsWith(long))).toMatch(
      /203\.0\.113\.11 +digitalocean-reserved-ip +- +nobody/,
    );
  });
});
