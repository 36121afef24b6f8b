import { describe, expect, it } from 'vitest';

import { keepalivedHost } from '../support/keepalived-host.ts';
import { reportOf } from '../support/run-main.ts';
import { tencentHost } from '../support/tencent-host.ts';
import { tencentEnv, tencentTopology } from '../support/tencent-topology.ts';
import { secretKey, token } from '../support/token.ts';

const ip = '203.0.113.10';
const net = '{ name: net, kind: tencent-private-ip, ip: 10.0.4.30 }';
const web = '{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.11 }';

function hostWith(config: string, env: Readonly<Record<string, string | undefined>>) {
  const role = `role: { name: floatip, secret: ${secretKey} }`;
  return keepalivedHost(config, tencentTopology(role), { node: 'ins-bbbbbbbb', env });
}

describe('an IP that the config does not list', () => {
  it.each([
    ['an address of Tencent Cloud in the config', `addresses: [${net}]`, { ...tencentEnv }],
    [
      'its settings in the config',
      'providers: { tencent: { region: ap-guangzhou } }',
      { ...tencentEnv },
    ],
    ['its key pair in the environment', '{}', { ...tencentEnv }],
    [
      'an address in the config, whatever else the environment holds',
      `addresses: [${net}]`,
      { ...tencentEnv, DO_TOKEN: token },
    ],
  ])('is of Tencent Cloud by %s', async (_what, config, env) => {
    const run = await hostWith(config, env).run(`assign ${ip} --json`);
    expect(reportOf(run).results).toMatchObject([{ kind: 'tencent-eip', outcome: 'moved' }]);
  });

  it.each([
    ['the config names both', `addresses: [${net}, ${web}]`, { ...tencentEnv }],
    ['the environment has credentials of both', '{}', { ...tencentEnv, DO_TOKEN: token }],
  ])('may be of either cloud where %s', async (_what, config, env) => {
    const host = hostWith(config, env);
    const run = await host.run(`assign ${ip}`);
    expect(run).toMatchObject({
      code: 2,
      stderr: `floatip: ${ip} may be of DigitalOcean or of Tencent Cloud. Say which with --provider digitalocean or --provider tencent, or list it in the config\n`,
    });
    const told = await host.run(`assign ${ip} --json --provider tencent`);
    expect(reportOf(told).results).toMatchObject([{ kind: 'tencent-eip', outcome: 'moved' }]);
    const six = await host.run('assign 2001:db8::10 --json');
    expect(six.stderr).not.toContain('may be of');
  });

  it('is found by the role of a CVM instance once the cloud is named, as the failure says', async () => {
    const env = { DO_TOKEN: undefined };
    const run = await hostWith('{}', env).run(`assign ${ip}`);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/Or, for an address of Tencent Cloud, say --provider tencent;/);
    const told = await hostWith('{}', env).run(`assign ${ip} --json --provider tencent`);
    expect(reportOf(told).results).toMatchObject([{ kind: 'tencent-eip', outcome: 'moved' }]);
    const named = await hostWith(`addresses: [${web}]`, env).run('assign web');
    expect(named.code).toBe(3);
    expect(named.stderr).not.toContain('tencent');
  });

  it('is the one that the config lists by its id, where the cloud says so', async () => {
    const host = tencentHost(['name: pub, kind: tencent-eip, id: eip-11111111']);
    const run = await host.run(`assign ${ip} --json`);
    expect(reportOf(run).results).toMatchObject([{ name: 'pub', ip, outcome: 'moved' }]);
    const entry = 'name: vip, kind: tencent-havip, id: havip-11111111, interface: eth0';
    const status = await tencentHost([entry]).run('status 10.0.4.99 --json');
    expect(JSON.parse(status.stdout).addresses).toMatchObject([
      { name: 'vip', kind: 'tencent-havip', owner: { node: 'ins-aaaaaaaa' } },
    ]);
  });

  it('is taken as it is where the cloud does not say', async () => {
    const host = tencentHost(['name: pub, kind: tencent-eip, id: eip-11111111']);
    const match = { action: 'DescribeAddresses' } as const;
    host.world.cloud.faults.add({ match, fault: { type: 'hang' } });
    const run = await host.run(`assign ${ip} --json`);
    expect(reportOf(run).results).toMatchObject([
      { name: ip, kind: 'tencent-eip', outcome: 'moved' },
    ]);
  });

  it.each(['assign', 'release', 'status'])(
    'is looked up within the time of %s',
    async (command) => {
      const host = tencentHost(['name: pub, kind: tencent-eip, id: eip-11111111']);
      const match = { service: 'tencent-api' } as const;
      host.world.cloud.faults.add({ match, times: 0, fault: { type: 'hang' } });
      const from = host.clock.now();
      const run = await host.run(`${command} ${ip} --json --timeout 1`);
      expect(run.code).toBe(6);
      expect(host.clock.now() - from).toBe(1000);
    },
  );

  it('is not looked up where the config lists it by IP', async () => {
    const host = tencentHost([
      'name: pub, kind: tencent-eip, id: eip-22222222',
      `name: web, kind: tencent-eip, ip: ${ip}`,
    ]);
    await host.run(`status ${ip}`);
    expect(host.asked('DescribeAddresses')).toHaveLength(1);
  });
});

describe('config check', () => {
  it.each(['', 'addresses: []'])('says of %j that it lists no addresses', async (config) => {
    const run = await keepalivedHost(config).run('config check');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain(': can be used, but lists no addresses\n');
  });
});
