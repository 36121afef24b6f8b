import { describe, expect, it } from 'vitest';

import { reportOf } from '../support/run-main.ts';
import { tencentHost } from '../support/tencent-host.ts';
import type { TencentHost } from '../support/tencent-host.ts';
import { secretId, secretKey } from '../support/token.ts';

const vip = '10.0.0.2';
const at = 'vpc: vpc-11111111, subnet: subnet-11111111';

const numbered = <T>(count: number, make: (id: string, ip: string) => T): T[] =>
  Array.from({ length: count }, (_, index) =>
    make(String(index).padStart(8, '0'), `${index >> 8}.${index & 255}`),
  );

/** So many EIPs and as many HAVIPs, all of them here, and keepalived's own address as well. */
function hostWith(count: number): TencentHost {
  const topology = `
tencent:
  keys: [{ secretId: ${secretId}, secretKey: ${secretKey} }]
  instances:
    - id: ins-bbbbbbbb
      name: lb2
      zone: ap-guangzhou-3
      interfaces:
        - { id: eni-bbbbbbbb, mac: '52:54:00:00:00:0b', ${at}, ips: [10.0.4.21, ${numbered(count, (_, ip) => `10.1.${ip}`).join(', ')}] }
  eips:
${numbered(count, (id, ip) => `    - { id: eip-${id}, ip: 198.18.${ip}, interface: eni-bbbbbbbb, privateIp: 10.1.${ip} }`).join('\n')}
  havips:
${numbered(count, (id, ip) => `    - { id: havip-${id}, ip: 10.2.${ip}, ${at}, interface: eni-bbbbbbbb }`).join('\n')}
`;
  const host = tencentHost(
    [
      ...numbered(count, (id) => `name: e${id}, kind: tencent-eip, id: eip-${id}, vip: ${vip}`),
      ...numbered(
        count,
        (id) => `name: h${id}, kind: tencent-havip, id: havip-${id}, interface: eth0, vip: ${vip}`,
      ),
    ],
    { topology },
  );
  host.ips.add(vip);
  return host;
}

/** So many EIPs of ins-aaaaaaaa, each of which has a private IP here to go to. */
function takerOf(count: number): TencentHost {
  const ips = (net: string) => numbered(count, (_, ip) => `${net}.${ip}`).join(', ');
  const topology = `
tencent:
  keys: [{ secretId: ${secretId}, secretKey: ${secretKey} }]
  instances:
    - id: ins-aaaaaaaa
      name: lb1
      zone: ap-guangzhou-3
      interfaces: [{ id: eni-aaaaaaaa, mac: '52:54:00:00:00:0a', ${at}, ips: [10.0.4.20, ${ips('10.1')}] }]
    - id: ins-bbbbbbbb
      name: lb2
      zone: ap-guangzhou-3
      interfaces: [{ id: eni-bbbbbbbb, mac: '52:54:00:00:00:0b', ${at}, ips: [10.0.4.21, ${ips('10.2')}] }]
  eips:
${numbered(count, (id, ip) => `    - { id: eip-${id}, ip: 198.18.${ip}, interface: eni-aaaaaaaa, privateIp: 10.1.${ip} }`).join('\n')}
`;
  const entries = numbered(
    count,
    (id, ip) =>
      `name: e${id}, kind: tencent-eip, id: eip-${id}, networkInterface: eni-bbbbbbbb, privateIp: 10.2.${ip}`,
  );
  return tencentHost(entries, { topology });
}

describe('floatip notify with many EIPs', () => {
  it('sends nothing that had to wait for its turn once it is no longer MASTER', async () => {
    const host = takerOf(25);
    host.clock.after(1500, () => void host.run('notify INSTANCE VI_1 BACKUP 1'));
    const run = await host.run('notify INSTANCE VI_1 MASTER 1 --json');
    expect(run.code).toBe(5);
    const { results } = reportOf(run);
    const sent = host.asked('DisassociateAddress', 'AssociateAddress');
    expect(results.map(({ outcome }) => outcome)).toEqual(results.map(() => 'superseded'));
    expect(results.reduce((sum, { writes }) => sum + writes, 0)).toBe(sent.length);
    const last = host.world.cloud.received.list().findLast(({ headers, service }) => {
      return service === 'tencent-api' && headers['x-tc-action'] === 'DisassociateAddress';
    });
    expect((last?.atMs ?? 0) - host.clock.wall() + host.clock.now()).toBeLessThan(1500);
  });
});

describe('floatip reconcile with 1,000 EIPs and 1,000 HAVIPs', () => {
  it('reads a hundred with one call, and says nothing where all is well', async () => {
    const host = hostWith(1000);
    const run = await host.run('reconcile');
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(host.asked()).toHaveLength(20);
    expect(host.asked('DescribeAddresses')).toHaveLength(10);
    expect(host.asked('DescribeHaVips')).toHaveLength(10);
    // That is below what may be asked for in a second, so nothing had to wait.
    expect(host.clock.now()).toBe(0);
  });
});
