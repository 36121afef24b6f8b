import { describe, expect, it } from 'vitest';

import { networkOf } from '../../../src/providers/hetzner/network.ts';
import { hetznerHost } from '../../support/hetzner-host.ts';

async function check(...entries: readonly string[]): Promise<string> {
  const { stdout, stderr } = await hetznerHost(entries).run('config check');
  return stdout + stderr;
}

describe('a floating IP in the config', () => {
  it.each([
    'ip: 203.0.113.20',
    "ip: '2001:db8:20::/64'",
    "ip: '2001:DB8:20:0::5'",
    'id: 4711',
    "id: '4711'",
  ])('may be %s', async (entry) => {
    const host = hetznerHost([`name: web, ${entry}`]);
    const { addresses } = JSON.parse((await host.run('status --json')).stdout);
    expect(addresses).toMatchObject([{ owner: { state: 'held', node: '11111' } }]);
  });

  it.each([
    ["ip: '2001:db8:20::/56'", 'must be an IPv4 address such as 203.0.113.10, or an IPv6 /64'],
    ['ip: 203.0.113.20/24', 'must be an IPv4 address such as 203.0.113.10, or an IPv6 /64'],
    ['id: 0', 'must be an id, the number of a floating IP such as 4711'],
    ['id: 9007199254740993', 'must be an id, the number of a floating IP such as 4711'],
    ['id: web', 'must be an id, the number of a floating IP such as 4711'],
  ])('may not be %s', async (entry, words) => {
    expect(await check(`name: web, ${entry}`)).toContain(words);
  });

  it('may not be two addresses of one /64', async () => {
    expect(await check("name: a, ip: '2001:db8:20::1'", "name: b, ip: '2001:db8:20::2'")).toContain(
      '2001:db8:20::2 is in 2001:db8:20::/64, as 2001:db8:20::1 of a is, and both are one floating IP: list it once',
    );
  });

  it('says which IP of a /64 is for the interface', async () => {
    const entry = "name: a, ip: '2001:db8:20::/64', guest: { interface: eth0";
    expect(await check(`${entry} }`)).toContain('such as 2001:db8:20::1');
    expect(await check(`${entry}, ip: '2001:db8:20::1' }`)).not.toContain('guest');
  });

  it('says which IP is for the interface where only the id is known', async () => {
    expect(await check('name: a, id: 4711, guest: { interface: eth0 }')).toContain(
      'guest needs ip in it, as the address is listed by its id',
    );
  });
});

it.each([
  ['203.0.113.20', '203.0.113.20'],
  ['203.0.113.20/32', '203.0.113.20'],
  ['2001:db8:20::/64', '2001:db8:20::'],
  ['2001:DB8:20:0:ffff::1', '2001:db8:20::'],
  ['2001:db8:20:1::1', '2001:db8:20:1::'],
  ['2001:db8:20::/64/1', undefined],
  ['', undefined],
])('networkOf() knows %s as %s', (text, network) => {
  expect(networkOf(text)).toBe(network);
});
