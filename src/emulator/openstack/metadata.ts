import { json, text } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import type { State } from './state.ts';

const root = '/openstack';
const versions = ['2018-08-27', '2020-10-14', 'latest'];

/** Nova's metadata service as one instance sees it. */
export function answerMetadata({ node, method, path }: CloudRequest, state: State): CloudReply {
  const server = state.section.servers.find(({ id }) => id === node);
  if (server === undefined || method !== 'GET') return text(404, 'Not Found');
  if (path === root || path === `${root}/`) return text(200, `${versions.join('\n')}\n`);
  const [, version = '', file = ''] = /^\/openstack\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (!versions.includes(version)) return text(404, 'Not Found');
  if (file === 'meta_data.json') {
    return json(200, {
      uuid: server.id,
      name: server.name,
      hostname: `${server.name}.novalocal`,
      availability_zone: server.zone,
      launch_index: 0,
      project_id: '4969c491a3c74ee4af974e6d800c62de',
      meta: {},
      devices: [],
    });
  }
  if (file === 'network_data.json') return json(200, networkOf(server));
  return text(404, 'Not Found');
}

function networkOf({ ports }: State['section']['servers'][number]): object {
  return {
    links: ports.map(({ id, mac }, index) => ({
      id: `tap${index}`,
      vif_id: id,
      type: 'ovs',
      mtu: 1442,
      ethernet_mac_address: mac,
    })),
    networks: ports.map(({ network, ips }, index) => ({
      id: `network${index}`,
      type: 'ipv4',
      link: `tap${index}`,
      ip_address: ips[0],
      network_id: network,
    })),
    services: [],
  };
}
