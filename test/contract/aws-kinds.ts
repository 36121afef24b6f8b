import type { Cloud } from '../../src/emulator/cloud.ts';
import { awsEnv, awsTopology } from '../support/aws-topology.ts';
import { accessKeyId, secretAccessKey } from '../support/token.ts';
import type { Fault, KindCase } from './kind-case.ts';

const self = 'i-0000000b';
const other = 'i-0000000a';
const interfaces: Readonly<Record<string, string>> = {
  [self]: 'eni-0000000b',
  [other]: 'eni-0000000a',
};

const api = { service: 'aws-api' } as const;
const refuse = (code: string): Fault => ({ type: 'refuse', code });
const nothingComesOfIt = { type: 'action', ends: 'errored' } as const;

const common = { self, other, env: awsEnv, topology: awsTopology };

/** Those that were to do something, and not only to see whether it could be done. */
function requests({ received }: Cloud, ...actions: readonly string[]): number {
  const asked = received
    .list()
    .filter(({ service }) => service === 'aws-api')
    .map(({ body }) => new URLSearchParams(body));
  return asked.filter(
    (form) => actions.includes(form.get('Action') ?? '') && form.get('DryRun') !== 'true',
  ).length;
}

function accountOf({ ips = [], more = '' }: { ips?: readonly string[]; more?: string }): string {
  return `
aws:
  keys: [{ accessKeyId: ${accessKeyId}, secretAccessKey: ${secretAccessKey} }]
  instances:
    - id: ${other}
      name: lb1
      interfaces: [{ id: eni-0000000a, mac: '02:00:00:00:00:0a', cidr: 0.0.0.0/0, ips: [${['10.0.4.20', ...ips].join(', ')}] }]
    - id: ${self}
      name: lb2
      interfaces: [{ id: eni-0000000b, mac: '02:00:00:00:00:0b', cidr: 0.0.0.0/0, ips: [10.0.4.21] }]
${more}
`;
}

function numbered<T>(count: number, make: (index: number, id: string) => T): T[] {
  return Array.from({ length: count }, (_, index) =>
    make(index, (index + 16).toString(16).padStart(8, '0')),
  );
}

function ipOf(index: number): string {
  return `198.18.${index >> 8}.${index & 255}`;
}

interface Own {
  /** The one write that takes it. */
  readonly action: string;
  /** A refusal that passes. */
  readonly busy: string;
}

function troublesOf({ action, busy }: Own): KindCase['troubles'] {
  const match = { ...api, action };
  return {
    throttled: { match, fault: refuse('RequestLimitExceeded') },
    busy: { match, fault: refuse(busy) },
    denied: { match, fault: refuse('UnauthorizedOperation') },
    failing: { match, fault: nothingComesOfIt },
    // Nothing is heard of any change, so that one is asked for again: none of them may come about.
    endless: ({ world }) =>
      world.cloud.faults.add({ match, times: 0, fault: { type: 'action', ends: 'never' } }),
  };
}

const eip: KindCase = {
  ...common,
  kind: 'aws-eip',
  entry: 'id: eipalloc-00000001',
  unknown: 'id: eipalloc-00000099',
  many(count) {
    const eips = numbered(count, (index, id) => `{ id: eipalloc-${id}, ip: ${ipOf(index)} }`);
    return {
      topology: accountOf({ more: `  eips: [${eips.join(', ')}]` }),
      entries: numbered(count, (_, id) => `id: eipalloc-${id}`),
    };
  },
  // A filter takes 200 values.
  mostReads: (count) => Math.ceil(count / 200),
  place({ aws }, node) {
    const one = aws.eips.get('eipalloc-00000001')!;
    const at = node === null ? undefined : aws.interfacesOf(node)[0];
    aws.placeEip(one, at === undefined ? null : { interface: at.id, ip: at.primaryIp });
  },
  holder({ aws }) {
    const at = aws.eips.get('eipalloc-00000001')!.association.current();
    return aws.interfaces.get(at?.interface ?? '')?.instance ?? null;
  },
  writes: (cloud) => requests(cloud, 'AssociateAddress', 'DisassociateAddress'),
  reads: (cloud) => requests(cloud, 'DescribeAddresses'),
  // The old owner shows until a Describe has caught up.
  showsChanges: false,
  move: [{ ...api, action: 'AssociateAddress' }],
  troubles: troublesOf({ action: 'AssociateAddress', busy: 'IncorrectInstanceState' }),
  skip: {},
};

const privateIp: KindCase = {
  ...common,
  kind: 'aws-private-ip',
  entry: 'ip: 10.0.4.30',
  unknown: 'ip: 10.0.4.77',
  many(count) {
    const ips = numbered(count, ipOf);
    return { topology: accountOf({ ips }), entries: ips.map((ip) => `ip: ${ip}`) };
  },
  mostReads: (count) => Math.ceil(count / 200),
  place({ aws }, node) {
    const to = node === null ? null : (interfaces[node] ?? null);
    aws.privateIps.find(({ ip }) => ip === '10.0.4.30')!.interface.set(to);
  },
  holder({ aws }) {
    const at = aws.privateIps.find(({ ip }) => ip === '10.0.4.30')?.interface.current();
    return aws.interfaces.get(at ?? '')?.instance ?? null;
  },
  writes: (cloud) => requests(cloud, 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'),
  reads: (cloud) => requests(cloud, 'DescribeNetworkInterfaces'),
  showsChanges: false,
  move: [{ ...api, action: 'AssignPrivateIpAddresses' }],
  troubles: troublesOf({ action: 'AssignPrivateIpAddresses', busy: 'IncorrectState' }),
  skip: {
    missing: 'Nobody has a list of all private IPs: one that is on no interface is free',
  },
};

const route: KindCase = {
  ...common,
  kind: 'aws-route',
  entry: 'ip: 10.99.0.10, routeTables: [rtb-00000002]',
  unknown: 'ip: 10.99.0.77, routeTables: [rtb-00000002]',
  many(count) {
    const tables = numbered(
      count,
      (index, id) =>
        `{ id: rtb-${id}, routes: [{ to: ${ipOf(index)}/32, interface: eni-0000000a }] }`,
    );
    return {
      topology: accountOf({ more: `  routeTables: [${tables.join(', ')}]` }),
      entries: numbered(count, (index, id) => `ip: ${ipOf(index)}, routeTables: [rtb-${id}]`),
    };
  },
  // A page has 100 tables at most.
  mostReads: (count) => Math.ceil(count / 100),
  place({ aws }, node) {
    // To an interface that no instance has, so that it leads nowhere.
    const to = node === null ? 'eni-0000000e' : interfaces[node]!;
    aws.routeTables.get('rtb-00000002')!.routes[0]!.target.set({ interface: to });
  },
  holder({ aws }) {
    const target = aws.routeTables.get('rtb-00000002')!.routes[0]!.target.current();
    return 'interface' in target
      ? (aws.interfaces.get(target.interface)?.instance ?? null)
      : target.gateway;
  },
  writes: (cloud) => requests(cloud, 'ReplaceRoute'),
  reads: (cloud) => requests(cloud, 'DescribeRouteTables'),
  showsChanges: false,
  move: [{ ...api, action: 'ReplaceRoute' }],
  troubles: troublesOf({ action: 'ReplaceRoute', busy: 'IncorrectState' }),
  skip: {
    release: 'A route always leads somewhere: no request takes an address from a node',
  },
};

export const awsKinds: readonly KindCase[] = [eip, privateIp, route];
