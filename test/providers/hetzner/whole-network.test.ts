import { describe, expect, it } from 'vitest';

import { hetznerEnv, hetznerHost, hetznerTopology } from '../../support/hetzner-host.ts';
import { keepalivedHost } from '../../support/keepalived-host.ts';
import { reportOf } from '../../support/run-main.ts';

const network = '2001:db8:20::/64';
const bare = () => keepalivedHost('{}\n', hetznerTopology, { node: '22222', env: hetznerEnv });

describe('an IPv6 network on the command line', () => {
  it('is the floating IP that the cloud calls so, without a config', async () => {
    const host = bare();
    const assigned = await host.run(`assign ${network} --json`);
    expect({ code: assigned.code, results: reportOf(assigned).results }).toMatchObject({
      code: 0,
      results: [{ ip: '2001:db8:20::', outcome: 'moved', from: '11111', to: '22222' }],
    });
    expect((await host.run(`status ${network}`)).stdout).toContain('22222');
    expect(reportOf(await host.run(`release ${network} --json`)).results).toMatchObject([
      { outcome: 'released' },
    ]);
  });

  it.each(["'2001:db8:20::/64'", "'2001:db8:20::'"])('is that of the config: %s', async (ip) => {
    const host = hetznerHost([`name: web6, ip: ${ip}`]);
    expect(reportOf(await host.run(`assign ${network} --json`)).results).toMatchObject([
      { name: 'web6', outcome: 'moved' },
    ]);
  });

  it.each(['2001:db8:20::/56', '203.0.113.20/24'])('is not %s', async (text) => {
    const { code, stderr } = await bare().run(`assign ${text}`);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`'${text}' is an IP address with a prefix length`),
    });
  });

  it('is no address of a cloud that has none', async () => {
    const { code, stderr } = await keepalivedHost('{}\n').run(`assign ${network}`);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Write only the address: 2001:db8:20::'),
    });
  });
});
