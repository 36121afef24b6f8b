import { describe, expect, it } from 'vitest';

import { awsHost } from '../../support/aws-host.ts';
import { awsEnv, awsTopology } from '../../support/aws-topology.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { startInProcessCloud } from '../../support/in-process-cloud.ts';
import { onKeptConnections } from '../../support/kept-connections.ts';
import { reportOf, runMain } from '../../support/run-main.ts';
import { temporaryFile } from '../../support/temporary.ts';
import { accessKeyId, secretAccessKey } from '../../support/token.ts';

const master = 'notify INSTANCE VI_1 MASTER 200 --json';
const eip = 'name: web, kind: aws-eip, id: eipalloc-00000001';
const privateIp = 'name: web, kind: aws-private-ip, ip: 10.0.4.30';
const tables = 'routeTables: [rtb-00000001, rtb-00000002]';
const route = `name: web, kind: aws-route, ip: 10.99.0.10, ${tables}`;

const describeEip =
  'DescribeAddresses Filter.1.Name=allocation-id&Filter.1.Value.1=eipalloc-00000001';
const describeIp =
  'DescribeNetworkInterfaces Filter.1.Name=addresses.private-ip-address&Filter.1.Value.1=10.0.4.30&MaxResults=1000';
const describeTables =
  'DescribeRouteTables Filter.1.Name=route-table-id&Filter.1.Value.1=rtb-00000001&Filter.1.Value.2=rtb-00000002&MaxResults=100';

function replace(table: string): string {
  return `ReplaceRoute RouteTableId=${table}&DestinationCidrBlock=10.99.0.10/32&NetworkInterfaceId=eni-0000000b`;
}

describe('a takeover at AWS', () => {
  it.each([
    [
      'an Elastic IP',
      eip,
      describeEip,
      [
        'AssociateAddress AllocationId=eipalloc-00000001&NetworkInterfaceId=eni-0000000b&PrivateIpAddress=10.0.4.21&AllowReassociation=true',
      ],
    ],
    [
      'a private IP',
      privateIp,
      describeIp,
      [
        'AssignPrivateIpAddresses NetworkInterfaceId=eni-0000000b&PrivateIpAddress.1=10.0.4.30&AllowReassignment=true',
      ],
    ],
    ['routes', route, describeTables, [replace('rtb-00000001'), replace('rtb-00000002')]],
  ])('of %s is a look, its writes, and looks until it is here', async (_, entry, look, writes) => {
    const host = awsHost([entry]);
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([
      { outcome: 'moved', from: 'i-0000000a', to: 'i-0000000b', writes: writes.length },
    ]);
    const asked = host.asked();
    expect(asked.slice(0, 1 + writes.length)).toEqual([look, ...writes]);
    expect(new Set(asked.slice(1 + writes.length))).toEqual(new Set([look]));
  });

  it('of an Elastic IP never names the instance, which would lose its own', async () => {
    const host = awsHost([eip]);
    await host.run(master);
    expect(host.asked().join('\n')).not.toContain('InstanceId');
  });

  it('of an Elastic IP by its IP knows it by that', async () => {
    const host = awsHost(['name: web, kind: aws-eip, ip: 203.0.113.40']);
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.asked()[0]).toBe(
      'DescribeAddresses Filter.1.Name=public-ip&Filter.1.Value.1=203.0.113.40',
    );
  });

  it('of an address that is here already writes nothing', async () => {
    const host = awsHost([eip, privateIp.replace('web', 'net'), route.replace('web', 'vip')], {
      node: 'i-0000000a',
    });
    expect(reportOf(await host.run(master)).results).toMatchObject([
      { outcome: 'already-held', writes: 0 },
      { outcome: 'already-held', writes: 0 },
      { outcome: 'already-held', writes: 0 },
    ]);
  });

  it('of a private IP is over once the metadata service lists it, not before', async () => {
    const host = awsHost([privateIp]);
    const { results } = reportOf(await host.run(master));
    // Describe has it after 700 ms, and the instance itself after 900.
    expect(results[0]?.durationMs).toBeGreaterThanOrEqual(900);
    expect(results[0]?.durationMs).toBeLessThan(2000);
  });

  it('of a private IP goes by the API alone where the metadata service falls silent', async () => {
    const host = awsHost([privateIp]);
    const match = { service: 'aws-metadata', path: '*/local-ipv4s' };
    host.world.cloud.faults.add({ match, times: 0, fault: { type: 'status', status: 500 } });
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.asked()).toContain(
      'DescribeNetworkInterfaces Filter.1.Name=attachment.instance-id&Filter.1.Value.1=i-0000000b&MaxResults=1000',
    );
  });

  it('of routes replaces only those that do not lead here', async () => {
    const host = awsHost([route]);
    const [first] = host.world.cloud.aws.routeTables.get('rtb-00000002')!.routes;
    first!.target.set({ interface: 'eni-0000000b' });
    const status = await host.run('status --json');
    expect(JSON.parse(status.stdout).addresses).toMatchObject([
      { owner: { state: 'held', node: 'i-0000000a and i-0000000b', self: false } },
    ]);
    host.world.cloud.received.clear();
    expect(reportOf(await host.run(master)).results).toMatchObject([
      { outcome: 'moved', writes: 1 },
    ]);
    expect(host.asked().filter((one) => one.startsWith('Replace'))).toEqual([
      replace('rtb-00000001'),
    ]);
  });

  it('of routes goes on with the one that failed', async () => {
    const host = awsHost([route]);
    const match = { action: 'ReplaceRoute' };
    host.world.cloud.faults.add({
      match,
      skip: 1,
      fault: { type: 'refuse', code: 'InternalError' },
    });
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([{ outcome: 'moved' }]);
    const { routeTables } = host.world.cloud.aws;
    for (const id of ['rtb-00000001', 'rtb-00000002']) {
      const leads = routeTables.get(id)!.routes.find(({ to }) => to === '10.99.0.10/32');
      expect(leads?.target.current()).toEqual({ interface: 'eni-0000000b' });
    }
  });

  it('of an IPv6 address replaces its /128', async () => {
    const entry =
      "name: web, kind: aws-route, ip: '2001:db8:99:0::10', routeTables: [rtb-00000001]";
    const host = awsHost([entry]);
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.asked()).toContain(
      'ReplaceRoute RouteTableId=rtb-00000001&DestinationIpv6CidrBlock=2001:db8:99::10/128&NetworkInterfaceId=eni-0000000b',
    );
  });
});

describe('an instance with several interfaces', () => {
  const far = { node: 'i-0000000c' };

  it('gets a private IP on the one in its subnet', async () => {
    const host = awsHost([privateIp], far);
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.asked()[1]).toContain('NetworkInterfaceId=eni-000000c2');
  });

  it('gets a private IP that is nowhere on the one whose addresses are like it', async () => {
    const host = awsHost([privateIp], far);
    host.world.cloud.aws.privateIps.find(({ ip }) => ip === '10.0.4.30')!.interface.set(null);
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.asked()[1]).toContain('NetworkInterfaceId=eni-000000c2');
  });

  it.each([
    ['', 'eni-0000000c&PrivateIpAddress=10.0.5.22'],
    [', networkInterface: eni-000000c2', 'eni-000000c2&PrivateIpAddress=10.0.4.22'],
    [', privateIp: 10.0.5.40', 'eni-0000000c&PrivateIpAddress=10.0.5.40'],
    [', privateIp: 10.0.4.22', 'eni-000000c2&PrivateIpAddress=10.0.4.22'],
  ])('gets an Elastic IP with "%s" on %s', async (more, where) => {
    const host = awsHost([`${eip}${more}`], far);
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.asked()[1]).toContain(`NetworkInterfaceId=${where}`);
  });

  it('is a place of its own for each: another one than the config names is not it', async () => {
    const host = awsHost([`${eip}, privateIp: 10.0.4.22`], far);
    const { aws } = host.world.cloud;
    aws.placeEip(aws.eips.get('eipalloc-00000001')!, {
      interface: 'eni-0000000c',
      ip: '10.0.5.22',
    });
    expect(reportOf(await host.run(master)).results).toMatchObject([
      { outcome: 'moved', from: 'eni-0000000c' },
    ]);
  });
});

describe('reconcile', () => {
  const ips = Array.from({ length: 1000 }, (_, index) => `198.18.${index >> 8}.${index & 255}`);
  const ids = ips.map((_, index) => (index + 16).toString(16).padStart(8, '0'));
  const account = (more: string, own: readonly string[] = []) => `
aws:
  keys: [{ accessKeyId: ${accessKeyId}, secretAccessKey: ${secretAccessKey} }]
  instances:
    - id: i-0000000b
      name: lb2
      interfaces: [{ id: eni-0000000b, mac: '02:00:00:00:00:0b', cidr: 0.0.0.0/0, ips: [${['10.0.4.21', ...own].join(', ')}] }]
${more}
`;

  it.each([
    [
      'Elastic IPs',
      5,
      account(
        `  eips: [${ips.map((ip, index) => `{ id: eipalloc-${ids[index]}, ip: ${ip} }`).join(', ')}]`,
      ),
      ips.map((ip) => `kind: aws-eip, ip: ${ip}`),
      'DescribeAddresses',
    ],
    [
      'private IPs',
      5,
      account('', ips),
      ips.map((ip) => `kind: aws-private-ip, ip: ${ip}`),
      'DescribeNetworkInterfaces',
    ],
    [
      'routes in a table each',
      10,
      account(
        `  routeTables: [${ips.map((ip, index) => `{ id: rtb-${ids[index]}, routes: [{ to: ${ip}/32, interface: eni-0000000b }] }`).join(', ')}]`,
      ),
      ips.map((ip, index) => `kind: aws-route, ip: ${ip}, routeTables: [rtb-${ids[index]}]`),
      'DescribeRouteTables',
    ],
    [
      'routes in one table',
      1,
      account(
        `  routeTables: [{ id: rtb-00000001, routes: [${ips.map((ip) => `{ to: ${ip}/32, interface: eni-0000000b }`).join(', ')}] }]`,
      ),
      ips.map((ip) => `kind: aws-route, ip: ${ip}, routeTables: [rtb-00000001]`),
      'DescribeRouteTables',
    ],
  ])(
    'reads 1,000 %s in %i requests',
    { timeout: 120_000 },
    async (_, reads, topology, entries, action) => {
      const host = awsHost(
        entries.map((entry, index) => `name: a${index}, ${entry}`),
        { topology },
      );
      const run = await host.run('reconcile --json');
      expect(reportOf(run).results).toHaveLength(1000);
      const asked = host.asked().map((one) => one.split(' ')[0]);
      expect(asked).toEqual(Array.from({ length: reads }, () => action));
    },
  );
});

describe('a dry run', () => {
  it.each([
    [eip, 'AssociateAddress'],
    [route, 'ReplaceRoute'],
  ])('asks AWS for one: %s', async (entry, action) => {
    const host = awsHost([entry]);
    const run = await host.run('assign web --dry-run --json');
    expect(reportOf(run).results).toMatchObject([{ outcome: 'planned', writes: 0 }]);
    const tried = host.asked().filter((one) => one.startsWith(action));
    expect(tried).not.toEqual([]);
    expect(tried.every((one) => one.endsWith('DryRun=true'))).toBe(true);
  });

  it('says what would be refused', async () => {
    const topology = awsTopology.replace(
      /(secretAccessKey: \S+) }/,
      '$1, actions: [DescribeAddresses] }',
    );
    const host = awsHost([eip], { topology });
    const run = await host.run('assign web --dry-run --json');
    expect(run.code).toBe(4);
    expect(reportOf(run).results[0]?.error).toMatchObject({
      class: 'denied',
      hint: 'Give the key or role the policy that this prints: floatip init --policy',
    });
  });

  it('says of a private IP what it leaves open', async () => {
    const host = awsHost([privateIp]);
    const run = await host.run('assign web --dry-run');
    expect(run.stdout + run.stderr).toContain('AssignPrivateIpAddresses, which knows no dry run');
  });
});

describe('a change that AWS is slow to answer', () => {
  it.each([
    ['AssociateAddress', eip],
    ['AssignPrivateIpAddresses', privateIp],
  ])('by %s is sent once, also on a connection that was kept', async (action, entry) => {
    const clock = new FakeClock();
    const world = startInProcessCloud(clock, awsTopology);
    world.cloud.faults.add({ match: { action }, fault: { type: 'latency', ms: 1500 } });
    const run = await runMain(['assign', 'web', '--json'], {
      clock,
      world: onKeptConnections(world),
      env: { ...awsEnv, FLOATIP_CONFIG: temporaryFile('c.yaml', `addresses: [{ ${entry} }]`) },
    });
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', writes: 1 }]);
    const sent = world.cloud.received.list().filter(({ body }) => body.includes(action));
    expect(sent).toHaveLength(1);
  });
});
