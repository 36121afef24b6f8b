import type { Account } from '../../../src/emulator/aws/account.ts';
import type { RouteTarget } from '../../../src/emulator/aws/entities.ts';
import type { Timeline } from '../../../src/emulator/aws/timeline.ts';
import type { Cloud } from '../../../src/emulator/cloud.ts';
import type { FaultRule } from '../../../src/emulator/faults.ts';
import type { Received } from '../../../src/emulator/received.ts';
import { secretKey } from '../../support/token.ts';
import { apiPort, gateway, hostNames, hostPlan, metadataIps } from '../layout.ts';
import type { HostName, HostPlan } from '../layout.ts';
import type { AddressPlan, Setup } from '../setup.ts';
import type { Vendor } from './vendor.ts';

const service = 'aws-api';
const routeTable = 'rtb-00000001';
/** By which each kind is moved. */
const writes = ['AssociateAddress', 'AssignPrivateIpAddresses', 'ReplaceRoute'] as const;

export const aws: Vendor = {
  metadataIp: metadataIps.aws,
  api: { service },
  late: (ms) =>
    writes.map((action): FaultRule => {
      return { match: { service, action }, times: 0, fault: { type: 'action', ms } };
    }),
  topology: (setup, { moveMs }) => `
aws:
  # As every instance has it, from the metadata service.
  role: { name: floatip, secret: ${secretKey} }
  lagMs: ${moveMs}
  moveMs: ${moveMs}
  metadata: { listen: '${metadataIps.aws}:80' }
  instances:
${setup.hosts.map((name) => instance(hostPlan(name))).join('\n')}
  eips:
${linesFor(setup, 'aws-eip', ({ id, ip }) => `    - { id: ${id}, ip: ${ip} }`)}
  routeTables:
    - id: ${routeTable}
      routes:
${linesFor(setup, 'aws-route', ({ ip }) => `        - { to: ${ip}/32, interface: ${eniOf(hostPlan('lb1'))} }`)}
`,
  // Its books have no timer: when a change shows is a matter of who looks.
  settle: () => undefined,
  holder: (cloud, address) => hostAt(interfaceOf(cloud, address, 'known')),
  isMoving: (cloud, address) => {
    const now = interfaceOf(cloud, address, 'current');
    return (['shown', 'known'] as const).some((seen) => interfaceOf(cloud, address, seen) !== now);
  },
  isWrite: (received) =>
    received.service === service && !/(^|&)Action=Describe/.test(received.body),
  taking,
  section: () => `  aws:
    endpoint: http://${gateway}:${apiPort}
`,
  describe({ kind, id = '', ip }) {
    if (kind === 'aws-eip') return `id: ${id}`;
    const tables = kind === 'aws-route' ? `, routeTables: [${routeTable}]` : '';
    return `ip: ${ip}${tables}, guest: { interface: eth0 }`;
  },
};

function instance({ name, number, ip, mac }: HostPlan): string {
  return `    - id: i-0000000${number}
      name: ${name}
      source: ${ip}
      interfaces:
        - { id: ${eniOf(hostPlan(name))}, mac: '${mac}', cidr: 10.0.4.0/24, ips: [${ip}], sourceDestCheck: false }`;
}

function eniOf({ number }: HostPlan): string {
  return `eni-0000000${number}`;
}

function linesFor(
  { addresses }: Setup,
  kind: AddressPlan['kind'],
  line: (address: AddressPlan) => string,
): string {
  return addresses
    .filter((address) => address.kind === kind)
    .map(line)
    .join('\n');
}

function hostAt(networkInterface: string | null): HostName | null {
  return hostNames.find((name) => eniOf(hostPlan(name)) === networkInterface) ?? null;
}

/** Where packets go is what the instances themselves are told of; a Describe is asked by nobody here. */
type Seen = 'current' | 'shown' | 'known';

function interfaceOf({ aws: account }: Cloud, address: AddressPlan, seen: Seen): string | null {
  switch (address.kind) {
    case 'aws-eip': {
      const eip = account.eips.get(address.id ?? '');
      if (eip === undefined) throw new Error(`No ${address.id} in the topology`);
      return account.seenAs(eip.association, seen)?.interface ?? null;
    }
    case 'aws-route': {
      const target = account.seenAs(routeOf(account, address), seen);
      return 'interface' in target ? target.interface : null;
    }
    default: {
      const found = account.privateIps.find(({ ip }) => ip === address.ip);
      return found === undefined ? null : account.seenAs(found.interface, seen);
    }
  }
}

function routeOf(account: Account, { ip }: AddressPlan): Timeline<RouteTarget> {
  const route = account.routeTables.get(routeTable)?.routes.find(({ to }) => to === `${ip}/32`);
  if (route === undefined) throw new Error(`No route to ${ip} in the topology`);
  return route.target;
}

function taking({ service: asked, body }: Received): ReturnType<Vendor['taking']> {
  if (asked !== service) return undefined;
  const form = new URLSearchParams(body);
  const by = hostAt(form.get('NetworkInterfaceId'));
  const address =
    form.get('AllocationId') ??
    form.get('PrivateIpAddress.1') ??
    form.get('DestinationCidrBlock')?.replace(/\/32$/, '');
  const isTaking = writes.some((action) => action === form.get('Action'));
  return !isTaking || by === null || address === undefined ? undefined : { by, address };
}
