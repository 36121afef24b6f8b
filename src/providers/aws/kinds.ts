import type { KindDescription } from '../kind-description.ts';
import { isEip } from './address.ts';
import { allocationId } from './ids.ts';
import { mechanics } from './mechanics.ts';

export const eip: KindDescription = {
  name: 'aws-eip',
  one: 'an Elastic IP',
  mechanics,
  families: ['IPv4'],
  isPublic: true,
  id: { pattern: allocationId, prefix: 'eipalloc-' },
  ipKeys: ['privateIp'],
  room: {
    placeOf: (address) =>
      isEip(address)
        ? [address.kind, address.networkInterface, address.privateIp].join(' ')
        : address.kind,
    remedy: ': give all but one a privateIp of its own, or a networkInterface',
  },
};

export const privateIp: KindDescription = {
  name: 'aws-private-ip',
  one: 'a private IP',
  inFull: 'a private IP of a network interface of AWS',
  mechanics,
  families: ['IPv4'],
  isPublic: false,
};

export const route: KindDescription = {
  name: 'aws-route',
  one: 'an IP behind a route',
  inFull: 'an IP to which routes of a VPC lead',
  mechanics,
  families: ['IPv4', 'IPv6'],
  isPublic: false,
  // Which tables lead to it, only the config can say.
  lineInConfig: (key, value) =>
    `{ name: vip, kind: aws-route, ${key}: ${value}, routeTables: [rtb-0a1b2c3d4e5f60718] }`,
};
