import type { Address } from '../../core/address.ts';
import type { KindDescription } from '../kind-description.ts';
import { isFloatingIp, isVip } from './address.ts';
import { mechanics } from './mechanics.ts';

export const floatingIp: KindDescription = {
  name: 'openstack-floating-ip',
  one: 'a floating IP',
  inFull: 'a floating IP of OpenStack',
  mechanics,
  families: ['IPv4'],
  isPublic: true,
  ipKeys: ['fixedIp'],
  room: {
    placeOf: (address) =>
      isFloatingIp(address)
        ? [address.kind, address.port, address.fixedIp, address.network].join(' ')
        : address.kind,
    remedy: ', as one IP of a port has one: give all but one a fixedIp or a network of its own',
  },
};

export const vipPort: KindDescription = {
  name: 'openstack-vip-port',
  one: 'a virtual IP of a port',
  mechanics,
  families: ['IPv4', 'IPv6'],
  isPublic: false,
  // It has to be announced, and only the config says where.
  lineInConfig: (key, value) =>
    `{ name: vip, kind: openstack-vip-port, ${key}: ${value}, interface: eth0 }`,
  announcedOn: interfaceOf,
  keepalivedLines: (followers) => [
    'garp_master_delay 1',
    'garp_master_refresh 5',
    'virtual_ipaddress {',
    ...followers.map(virtualIpLine),
    '}',
  ],
};

function interfaceOf(address: Address): string | undefined {
  return isVip(address) ? address.interface : undefined;
}

/** It is where it is announced, and keepalived announces what it puts on an interface. */
function virtualIpLine(address: Address): string {
  const device = interfaceOf(address);
  const { ip, id } = address;
  return ip === undefined ? `    # the IP of ${id}, dev ${device}` : `    ${ip} dev ${device}`;
}
