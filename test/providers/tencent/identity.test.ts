import { describe, expect, it } from 'vitest';

import { reportOf } from '../../support/run-main.ts';
import { tencentHost } from '../../support/tencent-host.ts';

const metadata = { service: 'tencent-metadata' } as const;
const entries = ['name: pub, kind: tencent-eip, id: eip-11111111'];

describe('a CVM instance', () => {
  it('is told by its metadata service who it is, once for all requests', async () => {
    const host = tencentHost(entries);
    const run = await host.run('assign pub --json');
    expect(reportOf(run).self).toEqual({
      provider: 'tencent',
      node: 'ins-bbbbbbbb',
      region: 'ap-guangzhou',
    });
    const paths = host.world.cloud.received
      .list()
      .filter(({ service }) => service === metadata.service)
      .map(({ path }) => path.replace('/latest/meta-data/', ''));
    expect(paths.toSorted()).toEqual([
      'instance-id',
      'local-ipv4',
      'placement/region',
      'public-ipv4',
    ]);
  });

  it('shows its address as status does', async () => {
    const run = await tencentHost(entries).run('status');
    expect(run.stdout).toContain(
      'This host: node ins-bbbbbbbb in ap-guangzhou (tencent), anchor 10.0.4.21',
    );
  });

  it.each([
    ['hangs', { type: 'hang' }],
    ['says nothing', { type: 'status', status: 404 }],
    ['is something else', { type: 'html', status: 200 }],
  ] as const)('is not known where the metadata service %s', async (_what, fault) => {
    const host = tencentHost(entries);
    host.world.cloud.faults.add({ match: metadata, times: 0, fault });
    const run = await host.run('assign pub');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('No metadata of a CVM instance from http://metadata-ins-bbbbbbbb');
    expect(host.asked()).toEqual([]);
  });

  it('is known again when the service answers late', async () => {
    const host = tencentHost(entries);
    host.world.cloud.faults.add({ match: metadata, times: 4, fault: { type: 'hang' } });
    expect((await host.run('assign pub')).code).toBe(0);
  });
});

describe('a host that is no CVM instance', () => {
  const outside = (env = {}) => tencentHost(entries, { node: 'ins-99999999', env });

  it('has to be told the region, and hears so at once', async () => {
    const host = outside();
    const run = await host.run('assign pub --to ins-bbbbbbbb');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(
      'Run floatip on the CVM instance itself, or set TENCENTCLOUD_REGION, or region in providers.tencent',
    );
    expect(host.clock.now()).toBeLessThan(2000);
  });

  it('moves an EIP between others when it knows the region', async () => {
    const host = outside({ TENCENTCLOUD_REGION: 'ap-guangzhou' });
    const run = await host.run('assign pub --to ins-bbbbbbbb --json');
    expect(reportOf(run)).toMatchObject({ self: null, results: [{ outcome: 'moved', writes: 2 }] });
  });

  it('is told when the region is not where the EIP is', async () => {
    const host = outside({ TENCENTCLOUD_REGION: 'ap-shanghai' });
    const run = await host.run('assign pub --to ins-bbbbbbbb');
    expect(run.code).toBe(7);
    expect(run.stderr).toContain('Check TENCENTCLOUD_REGION');
  });
});
