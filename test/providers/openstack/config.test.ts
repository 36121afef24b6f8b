import { describe, expect, it } from 'vitest';

import { openstackHost } from '../../support/openstack-host.ts';

async function check(kind: string, ...entries: readonly string[]): Promise<string> {
  const { stdout, stderr } = await openstackHost(entries, { kind }).run('config check');
  return stdout + stderr;
}

describe('a floating IP in the config', () => {
  it.each([
    ['ip: 2001:db8::1', 'must be an IPv4 address'],
    ['id: 4711', 'must be an id such as 2f245a7b-796b-4f26-9cf9-9e82d248fda7'],
    ['ip: 203.0.113.40, port: eth0', 'must be an id such as'],
    ['ip: 203.0.113.40, subnet: x', "unknown key 'subnet'"],
  ])('may not be %s', async (entry, words) => {
    expect(await check('openstack-floating-ip', `name: web, ${entry}`)).toContain(words);
  });

  it('may be written with capitals', async () => {
    const entry = 'name: web, id: 2F245A7B-796B-4F26-9CF9-9E82D248FDA1';
    const host = openstackHost([entry]);
    const { addresses } = JSON.parse((await host.run('status --json')).stdout);
    expect(addresses).toMatchObject([{ owner: { state: 'held' } }]);
  });

  it('needs no network beside its port', async () => {
    const port = 'fc861431-0e6c-4842-a0ed-e2363f9bc302';
    const network = '02dd8479-ef26-4398-a102-d19d0a7b3a1f';
    const entry = `name: web, ip: 203.0.113.40, port: ${port}, network: ${network}`;
    expect(await check('openstack-floating-ip', entry)).toContain('leave network out');
  });

  it('shares a port with another one only on another IP', async () => {
    const entries = ['name: a, ip: 203.0.113.40', 'name: b, ip: 203.0.113.41'];
    expect(await check('openstack-floating-ip', ...entries)).toContain(
      'a host can hold only one of them, as one IP of a port has one: give all but one a fixedIp',
    );
    const apart = [entries[0]!, `${entries[1]}, fixedIp: 10.0.7.32`];
    expect(await check('openstack-floating-ip', ...apart)).not.toContain('only one of them');
  });
});

it('a virtual IP needs the interface that it is announced on', async () => {
  expect(await check('openstack-vip-port', 'name: vip, ip: 10.0.7.99')).toContain('interface');
});
