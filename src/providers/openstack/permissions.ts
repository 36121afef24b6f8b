import type { Address } from '../../core/address.ts';
import type { Policy } from '../policy.ts';
import { isFloatingIp, isVip } from './address.ts';

interface AccessRule {
  readonly service: 'network';
  readonly method: 'GET' | 'PUT';
  readonly path: string;
}

const rule = (method: AccessRule['method'], path: string): AccessRule => ({
  service: 'network',
  method,
  path,
});

const listPorts = rule('GET', '/v2.0/ports');
const forFloatingIps = [
  rule('GET', '/v2.0/floatingips'),
  rule('PUT', '/v2.0/floatingips/*'),
  listPorts,
];

/** The least that an application credential must be allowed: a role, and access rules that narrow it. */
export function policy(addresses: readonly Address[]): Policy {
  const hasFloatingIps = addresses.length === 0 || addresses.some(isFloatingIp);
  const accessRules = hasFloatingIps ? forFloatingIps : [listPorts];
  const role = hasFloatingIps ? 'member' : 'reader';
  const rules = JSON.stringify(accessRules);
  const command = `openstack application credential create floatip --role ${role} --access-rules '${rules}'`;
  const binding = addresses.some(isVip)
    ? '\nIts user must be allowed to see where a port is bound, by the policy get_port:binding:host_id of Neutron,\nwhich is for administrators where nobody has changed it.\n'
    : '';
  const text = `OpenStack, an application credential of the project of the addresses:\n\n  ${command}\n${binding}`;
  return { document: { role, accessRules }, text };
}
