import type { Cloud } from '../../src/emulator/cloud.ts';
import type { PrivateIp } from '../../src/emulator/tencent/entities.ts';
import { tencentEnv, tencentTopology } from '../support/tencent-topology.ts';
import { secretId, secretKey } from '../support/token.ts';
import type { Fault, KindCase } from './kind-case.ts';

const self = 'ins-bbbbbbbb';
const other = 'ins-aaaaaaaa';
const interfaces: Readonly<Record<string, string>> = {
  [self]: 'eni-bbbbbbbb',
  [other]: 'eni-aaaaaaaa',
};

const api = { service: 'tencent-api' } as const;
const refuse = (code: string): Fault => ({ type: 'refuse', code });
const denial = refuse('AuthFailure.UnauthorizedOperation');

const common = { self, other, env: tencentEnv, topology: tencentTopology() };

function requests({ received }: Cloud, ...actions: readonly string[]): number {
  const asked = received.list().map(({ headers }) => headers['x-tc-action'] ?? '');
  return asked.filter((action) => actions.includes(action)).length;
}

/** An account of one subnet and two instances. */
function accountOf({ ips = [], more }: { ips?: readonly string[]; more?: string }): string {
  const common_ = 'vpc: vpc-11111111, subnet: subnet-11111111';
  return `
tencent:
  keys: [{ secretId: ${secretId}, secretKey: ${secretKey} }]
  instances:
    - id: ${other}
      name: lb1
      zone: ap-guangzhou-3
      interfaces: [{ id: eni-aaaaaaaa, mac: '52:54:00:00:00:0a', ${common_}, ips: [${['10.0.4.20', ...ips].join(', ')}] }]
    - id: ${self}
      name: lb2
      zone: ap-guangzhou-3
      interfaces: [{ id: eni-bbbbbbbb, mac: '52:54:00:00:00:0b', ${common_}, ips: [10.0.4.21] }]
${more ?? ''}
`;
}

function numbered<T>(count: number, make: (index: number, id: string) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index, String(index).padStart(8, '0')));
}

const eip: KindCase = {
  ...common,
  kind: 'tencent-eip',
  entry: 'id: eip-11111111',
  unknown: 'id: eip-99999999',
  many(count) {
    const eips = numbered(count, (index, id) => `{ id: eip-${id}, ip: ${ipOf(index)} }`);
    return {
      topology: accountOf({ more: `  eips: [${eips.join(', ')}]` }),
      entries: numbered(count, (_, id) => `id: eip-${id}`),
    };
  },
  mostReads: (count) => Math.ceil(count / 100),
  place({ tencent }, node) {
    const place = node === null ? null : tencent.primaryOf(node)!;
    tencent.placeEip(tencent.eips.get('eip-11111111')!, place);
  },
  holder({ tencent }) {
    tencent.settle();
    const { place } = tencent.eips.get('eip-11111111')!;
    return place?.type === 'private-ip' ? (tencent.instanceAt(place)?.id ?? null) : null;
  },
  writes: (cloud) => requests(cloud, 'AssociateAddress', 'DisassociateAddress'),
  reads: (cloud) => requests(cloud, 'DescribeAddresses'),
  showsChanges: true,
  move: [
    { ...api, action: 'DisassociateAddress' },
    { ...api, action: 'AssociateAddress' },
  ],
  troubles: {
    throttled: {
      match: { ...api, action: 'AssociateAddress' },
      fault: refuse('RequestLimitExceeded'),
    },
    busy: {
      match: { ...api, action: 'DisassociateAddress' },
      fault: refuse('OperationDenied.MutexTaskRunning'),
    },
    denied: { match: { ...api, action: 'DisassociateAddress' }, fault: denial },
    failing: {
      match: { ...api, action: 'AssociateAddress' },
      fault: { type: 'action', ends: 'errored' },
    },
    endless: {
      match: { ...api, action: 'DisassociateAddress' },
      fault: { type: 'action', ends: 'never' },
    },
  },
  skip: {},
};

function ipOf(index: number): string {
  return `198.18.${index >> 8}.${index & 255}`;
}

const vip = '10.0.4.99';
const noAnswer = 'An announcement is not a request: nothing answers it, and nothing refuses it';

const havip: KindCase = {
  ...common,
  // Sooner than it would be announced again.
  topology: common.topology.replace('driftMs: 2000', 'driftMs: 700'),
  kind: 'tencent-havip',
  entry: 'id: havip-11111111, interface: eth0',
  unknown: 'id: havip-99999999, interface: eth0',
  vip,
  many(count) {
    const at = 'vpc: vpc-11111111, subnet: subnet-11111111';
    const havips = numbered(count, (index, id) => `{ id: havip-${id}, ip: ${ipOf(index)}, ${at} }`);
    return {
      topology: accountOf({ more: `  havips: [${havips.join(', ')}]` }),
      entries: numbered(count, (_, id) => `id: havip-${id}, interface: eth0`),
    };
  },
  mostReads: (count) => Math.ceil(count / 100),
  place({ tencent }, node) {
    const to = node === null ? null : (interfaces[node] ?? null);
    tencent.placeHaVip(tencent.havips.get('havip-11111111')!, to);
  },
  holder({ tencent }) {
    tencent.settle();
    const { interface: at } = tencent.havips.get('havip-11111111')!;
    return tencent.interfaces.get(at ?? '')?.instance ?? null;
  },
  writes: ({ tencent }) => tencent.havips.get('havip-11111111')?.announcements ?? 0,
  reads: (cloud) => requests(cloud, 'DescribeHaVips'),
  showsChanges: false,
  move: [{ service: 'tencent-arp' }],
  troubles: {
    throttled: {
      match: { ...api, action: 'DescribeHaVips' },
      fault: refuse('RequestLimitExceeded'),
    },
    // keepalived says MASTER before it puts the VIP on the interface.
    busy({ clock, ips }) {
      ips.delete(vip);
      clock.after(2000, () => ips.add(vip));
    },
    denied: { match: { ...api, action: 'DescribeHaVips' }, fault: denial },
    failing: { match: { service: 'tencent-arp' }, fault: { type: 'reset' } },
    endless: ({ world }) =>
      world.cloud.faults.add({
        match: { service: 'tencent-arp' },
        times: 0,
        fault: { type: 'reset' },
      }),
  },
  announce({ tencent }, ip) {
    tencent.announce(ip, 'eni-bbbbbbbb');
  },
  skip: {
    release: 'No request takes a HAVIP from a node: it goes where it is announced next',
    'answer lost': noAnswer,
  },
};

const privateIp: KindCase = {
  ...common,
  kind: 'tencent-private-ip',
  entry: 'ip: 10.0.4.30',
  unknown: 'ip: 10.0.4.77',
  many(count) {
    const ips = numbered(count, (index) => ipOf(index));
    return { topology: accountOf({ ips }), entries: ips.map((ip) => `ip: ${ip}`) };
  },
  // A filter of network interfaces takes five values.
  mostReads: (count) => Math.ceil(count / 5),
  place({ tencent }, node) {
    const at = (id: string): PrivateIp => ({ type: 'private-ip', interface: id, ip: '10.0.4.30' });
    const from = [...tencent.interfaces.values()].find(({ ips }) => ips.includes('10.0.4.30'));
    const to = node === null ? undefined : interfaces[node];
    if (from?.id !== to)
      tencent.placePrivateIp(from && at(from.id), to === undefined ? to : at(to));
  },
  holder({ tencent }) {
    tencent.settle();
    const found = [...tencent.interfaces.values()].find(({ ips }) => ips.includes('10.0.4.30'));
    return found?.instance ?? null;
  },
  writes: (cloud) =>
    requests(
      cloud,
      'MigratePrivateIpAddress',
      'AssignPrivateIpAddresses',
      'UnassignPrivateIpAddresses',
    ),
  reads: (cloud) => requests(cloud, 'DescribeNetworkInterfaces'),
  showsChanges: true,
  move: [{ ...api, action: 'MigratePrivateIpAddress' }],
  troubles: {
    throttled: {
      match: { ...api, action: 'MigratePrivateIpAddress' },
      fault: refuse('LimitExceeded.ActionLimited'),
    },
    busy: {
      match: { ...api, action: 'MigratePrivateIpAddress' },
      fault: refuse('UnsupportedOperation.MutexOperationTaskRunning'),
    },
    denied: { match: { ...api, action: 'MigratePrivateIpAddress' }, fault: denial },
    failing: {
      match: { ...api, action: 'MigratePrivateIpAddress' },
      fault: { type: 'action', ends: 'errored' },
    },
    endless: {
      match: { ...api, action: 'MigratePrivateIpAddress' },
      fault: { type: 'action', ends: 'never' },
    },
  },
  skip: {
    missing: 'Nobody has a list of all private IPs: one that is on no interface is free',
  },
};

export const tencentKinds: readonly KindCase[] = [eip, havip, privateIp];
