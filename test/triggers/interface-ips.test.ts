import { spawnSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

const canTry = spawnSync('unshare', ['--net', '--mount', 'ip', 'link']).status === 0;
if (!canTry)
  console.log('interfaces without a carrier are not tried: this needs root and iproute2');

/** What floatip sees, and what Node does, in a network of its own after these commands. */
function lookAfter(commands: string): { seen: string[]; byNode: string[]; hasVip: boolean } {
  const program = `
import { networkInterfaces } from 'node:os';
import { thisHost } from './src/triggers/host.ts';
const host = thisHost();
const byNode = Object.values(networkInterfaces()).flat().map(({ address }) => address);
console.log(JSON.stringify({ seen: [...host.ips()], byNode, hasVip: host.hasIp('10.0.4.99') }));
`;
  const script = `set -e\n${commands}\nexec "$0" --import tsx --input-type=module --eval "$1"`;
  const run = spawnSync(
    'unshare',
    ['--net', '--mount', 'sh', '-c', script, process.execPath, program],
    { encoding: 'utf8' },
  );
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout);
}

const vips = ['10.0.4.99', 'fd00::99'];
const addVips = (device: string): string =>
  `ip addr add 10.0.4.99/24 dev ${device}; ip addr add fd00::99/64 dev ${device} nodad`;

describe.skipIf(!canTry)('the IPs on the interfaces', () => {
  it.each([
    [
      'a bridge whose only port is down',
      'ip link add x type bridge; ip link add y type veth peer name z; ip link set y master x; ip link set x up',
    ],
    ['a cable whose other end is down', 'ip link add x type veth peer name y; ip link set x up'],
  ])('are those on %s as well, which Node leaves out', (_what, commands) => {
    const { seen, byNode, hasVip } = lookAfter(`${commands}; ${addVips('x')}`);
    expect(seen).toEqual(expect.arrayContaining(vips));
    expect(byNode).not.toEqual(expect.arrayContaining([vips[0]]));
    expect(hasVip).toBe(true);
  });

  it('are those that are there, and no other that a route leads to', () => {
    const { seen } = lookAfter(`
      ip link set lo up
      ip link add x type veth peer name y; ip link set x up; ip link set y up
      ${addVips('x')}; ip addr add 10.0.4.7/32 dev x; ip addr add 10.0.4.100/24 dev x
      ip route add 10.9.0.1/32 dev x; ip route add 10.0.4.98/32 dev x
      ip addr del 10.0.4.100/24 dev x
    `);
    const here = ['127.0.0.1', '::1', ...vips, '10.0.4.7'].toSorted();
    expect(seen.filter((ip) => !ip.startsWith('fe80')).toSorted()).toEqual(here);
  });

  it('are none that only a route of type local leads to', () => {
    const { seen } = lookAfter(`
      ip link set lo up
      ip link add x type veth peer name y; ip link set x up; ip addr add 10.0.4.7/32 dev x
      ip route add local 10.0.4.99/32 dev lo
    `);
    expect(seen).toContain('10.0.4.7');
    expect(seen).not.toContain('10.0.4.99');
  });

  it('are none that another host was found to have', () => {
    const { seen } = lookAfter(`
      ip link set lo up
      ip link add x type veth peer name y; ip link set y up; ip link set x up
      echo 1 >/proc/sys/net/ipv6/conf/x/accept_dad
      ip addr add fd00::98/64 dev y nodad; ip addr add fd00::98/64 dev x
      ip addr add fd00::97/64 dev x nodad
      end=$(($(date +%s) + 10))
      until ip -6 addr show dev x | grep -q dadfailed || [ "$(date +%s)" -gt "$end" ]; do :; done
      ip addr del fd00::98/64 dev y
    `);
    expect(seen).toContain('fd00::97');
    expect(seen).not.toContain('fd00::98');
  });

  it('are all of hundreds, which the kernel lists page by page', () => {
    const { seen } = lookAfter(`
      ip link add x type bridge; ip link set x up
      for a in 1 2 3 4; do for b in $(seq 1 200); do echo addr add 10.1.$a.$b/8 dev x; done; done | ip -batch -
    `);
    expect(seen.filter((ip) => ip.startsWith('10.1.'))).toHaveLength(800);
  });

  it('are those that Node sees, where the kernel shows no files', () => {
    const { seen } = lookAfter(`
      ip link set lo up
      ip link add x type veth peer name y; ip link set x up; ip link set y up; ${addVips('x')}
      mount -t tmpfs tmpfs /proc/$$/net
    `);
    expect(seen).toEqual(expect.arrayContaining(['127.0.0.1', '::1', ...vips]));
  });
});
