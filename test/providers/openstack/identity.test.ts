import { describe, expect, it } from 'vitest';

import { lb2, openstackHost } from '../../support/openstack-host.ts';

const web = 'name: web, ip: 203.0.113.40';
const match = { service: 'openstack-metadata' };

async function selfOf(env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const host = openstackHost([web], { env });
  return JSON.parse((await host.run('status --json')).stdout).self;
}

describe('an instance', () => {
  it('is told who it is by meta_data.json, and in which zone', async () => {
    expect(await selfOf()).toEqual({ provider: 'openstack', node: lb2, region: 'nova' });
  });

  it('is in the region that somebody has named', async () => {
    expect(await selfOf({ OS_REGION_NAME: 'RegionOne' })).toMatchObject({ region: 'RegionOne' });
  });

  it.each([
    ['no document', { type: 'status', status: 404 }],
    ['another document', { type: 'status', status: 200, body: '{"uuid":"i-00000001"}' }],
    ['an error page', { type: 'html', status: 200 }],
  ] as const)('is nobody by %s', async (_what, fault) => {
    const host = openstackHost([web]);
    host.world.cloud.faults.add({ match, times: 0, fault });
    const run = await host.run('assign web');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('No metadata of a Nova instance from');
  });
});
