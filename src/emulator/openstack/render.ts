import { externalNetwork, routerId } from './state.ts';
import type { FloatingIp, Port, State } from './state.ts';

/** Bodies in the shape of Neutron's API reference. */

const project = '4969c491a3c74ee4af974e6d800c62de';
const createdAt = '2026-01-01T00:00:00Z';

export function floatingIpObject(one: FloatingIp, state: State): object {
  const { id, ip, revision } = one;
  const place = state.shownPlace(one);
  const { portDetails } = state.section;
  return {
    id,
    router_id: place === null ? null : routerId,
    status: state.statusOf(one),
    tenant_id: project,
    project_id: project,
    created_at: createdAt,
    updated_at: createdAt,
    revision_number: revision,
    description: '',
    distributed: false,
    dns_domain: '',
    dns_name: '',
    ...(portDetails ? { port_details: place === null ? null : portDetailsOf(place.port) } : {}),
    qos_network_policy_id: null,
    qos_policy_id: null,
    floating_network_id: externalNetwork,
    fixed_ip_address: place?.fixedIp ?? null,
    floating_ip_address: ip,
    port_id: place?.port.id ?? null,
    tags: [],
    port_forwardings: [],
  };
}

function portDetailsOf({ network, mac, device, owner }: Port): object {
  return {
    name: '',
    network_id: network,
    mac_address: mac,
    admin_state_up: true,
    status: 'ACTIVE',
    device_id: device,
    device_owner: owner,
  };
}

/** Where a port is bound is for administrators to see. */
export function portObject(port: Port, isAdmin: boolean): object {
  const { id, mac, network, ips, allowed, device, owner, host } = port;
  const binding = {
    'binding:host_id': host,
    'binding:profile': {},
    'binding:vif_details': {},
    'binding:vif_type': host === '' ? 'unbound' : 'ovs',
  };
  return {
    id,
    admin_state_up: true,
    allowed_address_pairs: allowed.map((ip) => ({ ip_address: ip, mac_address: mac })),
    ...(isAdmin ? binding : {}),
    'binding:vnic_type': 'normal',
    created_at: createdAt,
    updated_at: createdAt,
    description: '',
    device_id: device,
    device_owner: owner,
    dns_assignment: [],
    dns_domain: '',
    dns_name: '',
    extra_dhcp_opts: [],
    fixed_ips: ips.map((ip) => ({ ip_address: ip, subnet_id: network })),
    ip_allocation: 'immediate',
    mac_address: mac,
    name: '',
    network_id: network,
    port_security_enabled: true,
    project_id: project,
    tenant_id: project,
    qos_network_policy_id: null,
    qos_policy_id: null,
    revision_number: 1,
    security_groups: [],
    status: device === '' ? 'DOWN' : 'ACTIVE',
    tags: [],
    propagate_uplink_status: true,
  };
}
