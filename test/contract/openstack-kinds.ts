import type { Cloud } from '../../src/emulator/cloud.ts';
import {
  credential,
  fip,
  lb1,
  lb2,
  network,
  openstackEnv,
  openstackServers,
  openstackTopology,
  port1,
  port2,
  vipId,
} from '../support/openstack-host.ts';
import type { Fault, KindCase } from './kind-case.ts';

const put = { service: 'openstack-api', method: 'PUT' };
const get = { service: 'openstack-api', method: 'GET' };
const refuse = (code: string): Fault => ({ type: 'refuse', code });

const ports: Readonly<Record<string, string>> = { [lb1]: port1, [lb2]: port2 };

function portOf(node: string | null): string | null {
  return node === null ? null : (ports[node] ?? null);
}

function received(cloud: Cloud, method: string, resource: string): number {
  const all = cloud.received.list().filter(({ service }) => service === 'openstack-api');
  return all.filter((one) => one.method === method && one.path.includes(`/v2.0/${resource}`))
    .length;
}

function numbered<T>(count: number, make: (ip: string, id: string) => T): T[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    return make(`198.18.${index >> 8}.${index & 255}`, id);
  });
}

const common = { self: lb2, other: lb1, env: openstackEnv, showsChanges: false };

const floatingIp: KindCase = {
  ...common,
  kind: 'openstack-floating-ip',
  topology: openstackTopology,
  entry: 'ip: 203.0.113.40',
  unknown: 'ip: 203.0.113.99',
  many(count) {
    const all = numbered(count, (ip, id) => `{ id: ${id}, ip: ${ip} }`);
    return {
      topology: `${openstackServers}\n  floatingIps: [${all.join(', ')}]\n`,
      entries: numbered(count, (ip) => `ip: ${ip}`),
    };
  },
  mostReads: (count) => Math.ceil(count / 100),
  place({ openstack }, node) {
    openstack.place(openstack.floatingIps.get(fip)!, openstack.placeAt(portOf(node)));
  },
  holder: ({ openstack }) => openstack.floatingIps.get(fip)?.place?.port.device ?? null,
  writes: (cloud) => received(cloud, 'PUT', 'floatingips'),
  reads: (cloud) => received(cloud, 'GET', 'floatingips'),
  move: [put],
  troubles: {
    throttled: { match: put, fault: { type: 'status', status: 429 } },
    busy: { match: put, fault: refuse('InUse') },
    denied: { match: put, fault: refuse('PolicyNotAuthorized') },
    // Neutron answers when its books are changed: what fails or never ends is a change that does not stay there.
    failing: { match: put, fault: { type: 'action', ends: 'errored' } },
    endless: ({ world }) =>
      world.cloud.faults.add({ match: put, times: 0, fault: { type: 'action', ends: 'never' } }),
  },
  skip: {},
};

const vip = '10.0.7.99';

const vipPort: KindCase = {
  ...common,
  kind: 'openstack-vip-port',
  // Who is bound to which host is for administrators to see.
  topology: openstackTopology.replace(credential, credential.replace(' }', ', role: admin }')),
  entry: `ip: ${vip}, interface: eth0`,
  unknown: 'ip: 10.0.7.77, interface: eth0',
  vip,
  many(count) {
    const all = numbered(count, (ip, id) => `{ id: ${id}, ip: ${ip}, network: ${network} }`);
    return {
      topology: `${openstackServers}\n  vipPorts: [${all.join(', ')}]\n`,
      entries: numbered(count, (ip) => `ip: ${ip}, interface: eth0`),
    };
  },
  // One more for all ports of the network, as there is no filter for allowed address pairs.
  mostReads: (count) => Math.ceil(count / 100) + 1,
  place({ openstack }, node) {
    openstack.placeVip(openstack.vips.get(vipId)!, portOf(node));
  },
  holder({ openstack }) {
    openstack.settle();
    const { host } = openstack.vips.get(vipId)!;
    const found = openstack.section.servers.find((one) => one.host === host);
    return found?.id ?? null;
  },
  writes: ({ openstack }) => openstack.vips.get(vipId)?.announcements ?? 0,
  reads: (cloud) => received(cloud, 'GET', 'ports'),
  move: [{ service: 'openstack-arp' }],
  troubles: {
    throttled: { match: get, fault: { type: 'status', status: 429 } },
    // keepalived says MASTER before it puts the VIP on the interface.
    busy({ clock, ips }) {
      ips.delete(vip);
      clock.after(2000, () => ips.add(vip));
    },
    denied: { match: get, fault: refuse('PolicyNotAuthorized') },
    failing: { match: { service: 'openstack-arp' }, fault: { type: 'reset' } },
    endless: ({ world }) =>
      world.cloud.faults.add({
        match: { service: 'openstack-arp' },
        times: 0,
        fault: { type: 'reset' },
      }),
  },
  announce({ openstack }, ip) {
    openstack.announce(ip, port2);
  },
  skip: {
    release: 'No request takes a virtual IP from a node: it goes where it is announced next',
    'answer lost': 'An announcement is not a request: nothing answers it, and nothing refuses it',
  },
};

export const openstackKinds: readonly KindCase[] = [floatingIp, vipPort];
