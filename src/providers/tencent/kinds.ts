import type { Address } from '../../core/address.ts';
import type { KindDescription } from '../kind-description.ts';
import { isEip, isHavip } from './address.ts';
import { eipStatusOf } from './eip-status.ts';
import { eipId, havipId } from './ids.ts';
import { mechanicsOf } from './mechanics.ts';

export const eip: KindDescription = {
  name: 'tencent-eip',
  one: 'an EIP',
  mechanics: mechanicsOf({ kind: 'tencent-eip' }),
  families: ['IPv4'],
  isPublic: true,
  id: { pattern: eipId, prefix: 'eip-' },
  ipKeys: ['privateIp'],
  room: {
    placeOf: (address) =>
      isEip(address)
        ? [address.kind, address.networkInterface, address.privateIp].join(' ')
        : address.kind,
    remedy: ': give all but one a networkInterface and a privateIp of its own',
  },
};

export const havip: KindDescription = {
  name: 'tencent-havip',
  one: 'a HAVIP',
  mechanics: mechanicsOf({ kind: 'tencent-havip' }),
  families: ['IPv4'],
  isPublic: false,
  id: { pattern: havipId, prefix: 'havip-' },
  ipKeys: ['eip'],
  // It has to be announced, and only the config says where.
  lineInConfig: (key, value) =>
    `{ name: vip, kind: tencent-havip, ${key}: ${value}, interface: eth0 }`,
  announcedOn: interfaceOf,
  keepalivedLines: (followers) => [
    'garp_master_delay 1',
    'garp_master_refresh 5',
    'virtual_ipaddress {',
    ...followers.map(virtualIpLine),
    '}',
  ],
  attachment: 'EIP',
  statusOf: (address, reading) => eipStatusOf(isHavip(address) ? address.eip : undefined, reading),
};

export const privateIp: KindDescription = {
  name: 'tencent-private-ip',
  one: 'a private IP',
  inFull: 'a private IP of a network interface',
  mechanics: mechanicsOf({ kind: 'tencent-private-ip' }),
  families: ['IPv4'],
  isPublic: false,
};

function interfaceOf(address: Address): string | undefined {
  return isHavip(address) ? address.interface : undefined;
}

/** A HAVIP is where it is announced, and keepalived announces what it puts on an interface. */
function virtualIpLine(address: Address): string {
  const device = interfaceOf(address);
  const { ip, id } = address;
  return ip === undefined ? `    # the IP of ${id}, dev ${device}` : `    ${ip} dev ${device}`;
}
