import { randomUUID } from 'node:crypto';

import type { Admin } from './admin.ts';
import type { RealServices } from './services.ts';

/** Two instances, as far as Neutron knows them, and what moves between them. */
export interface RealProject {
  readonly lb1: Instance;
  readonly lb2: Instance;
  readonly floatingIp: { readonly id: string; readonly ip: string };
  /** What Neutron has in its books. */
  portOfFloatingIp(): Promise<string | null>;
}

interface Instance {
  readonly id: string;
  readonly port: string;
}

/** Enters Neutron in the catalog, and makes networks, a router, two ports and a floating IP. */
export async function makeProject(
  admin: Admin,
  { identity, network }: RealServices,
): Promise<RealProject> {
  await enterNetwork(admin, identity, network);
  const create = async (resource: string, body: object): Promise<any> => {
    const reply = await admin.ask('POST', `${network}/v2.0/${resource}s`, { [resource]: body });
    return reply[resource];
  };
  const outside = await create('network', {
    name: 'public',
    'router:external': true,
    'provider:network_type': 'flat',
    'provider:physical_network': 'public',
  });
  await create('subnet', subnet(outside.id, '198.18.0.0/24'));
  const inside = await create('network', { name: 'private' });
  const own = await create('subnet', subnet(inside.id, '10.0.7.0/24'));
  const gateway = { external_gateway_info: { network_id: outside.id } };
  const router = await create('router', { name: 'router', ...gateway });
  const plug = `${network}/v2.0/routers/${router.id}/add_router_interface`;
  await admin.ask('PUT', plug, { subnet_id: own.id });
  const instance = async (): Promise<Instance> => {
    const id = randomUUID();
    const port = { network_id: inside.id, device_id: id, device_owner: 'compute:nova' };
    return { id, port: (await create('port', port)).id };
  };
  const [lb1, lb2] = [await instance(), await instance()];
  const made = await create('floatingip', { floating_network_id: outside.id, port_id: lb1.port });
  const url = `${network}/v2.0/floatingips/${made.id}`;
  return {
    lb1,
    lb2,
    floatingIp: { id: made.id, ip: made.floating_ip_address },
    portOfFloatingIp: async () => (await admin.ask('GET', url)).floatingip.port_id,
  };
}

function subnet(network: string, cidr: string): object {
  return { network_id: network, ip_version: 4, cidr };
}

async function enterNetwork(admin: Admin, identity: string, network: string): Promise<void> {
  const { service } = await admin.ask('POST', `${identity}/services`, {
    service: { type: 'network', name: 'neutron' },
  });
  for (const name of ['admin', 'internal', 'public']) {
    await admin.ask('POST', `${identity}/endpoints`, {
      endpoint: { service_id: service.id, interface: name, url: network, region_id: 'RegionOne' },
    });
  }
}

/** Makes an application credential as `floatip init --policy --json` has it. */
export async function makeCredential(
  admin: Admin,
  identity: string,
  policy: { readonly role: string; readonly accessRules: readonly object[] },
): Promise<{ readonly id: string; readonly secret: string }> {
  const { user, project } = admin;
  const { roles } = await admin.ask('GET', `${identity}/roles?name=${policy.role}`);
  const [{ id: role }] = roles;
  await admin.ask('PUT', `${identity}/projects/${project}/users/${user}/roles/${role}`);
  const body = { name: 'floatip', roles: [{ id: role }], access_rules: policy.accessRules };
  const url = `${identity}/users/${user}/application_credentials`;
  return (await admin.ask('POST', url, { application_credential: body })).application_credential;
}
