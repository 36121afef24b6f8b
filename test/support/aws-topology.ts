import { awsEndpoint } from './in-process-cloud.ts';
import { accessKeyId, secretAccessKey } from './token.ts';

/** Two instances in one subnet, a third one elsewhere, and what moves between them. */
export const awsTopology = `
aws:
  keys: [{ accessKeyId: ${accessKeyId}, secretAccessKey: ${secretAccessKey} }]
  lagMs: 700
  moveMs: 900
  instances:
    - id: i-0000000a
      name: lb1
      interfaces: [{ id: eni-0000000a, mac: '02:00:00:00:00:0a', cidr: 10.0.4.0/24, ips: [10.0.4.20, 10.0.4.30] }]
    - id: i-0000000b
      name: lb2
      interfaces: [{ id: eni-0000000b, mac: '02:00:00:00:00:0b', cidr: 10.0.4.0/24, ips: [10.0.4.21] }]
    - id: i-0000000c
      name: far
      interfaces:
        - { id: eni-0000000c, mac: '02:00:00:00:00:0c', subnet: subnet-0000000c, cidr: 10.0.5.0/24, ips: [10.0.5.22, 10.0.5.40] }
        - { id: eni-000000c2, mac: '02:00:00:00:00:c2', cidr: 10.0.4.0/24, ips: [10.0.4.22] }
  interfaces:
    - { id: eni-0000000e, mac: '02:00:00:00:00:0e', cidr: 10.0.4.0/24, ips: [10.0.4.99] }
  eips:
    - { id: eipalloc-00000001, ip: 203.0.113.40, interface: eni-0000000a }
    - { id: eipalloc-00000002, ip: 203.0.113.41 }
  routeTables:
    - { id: rtb-00000001, routes: [{ to: 10.0.0.0/16, gateway: local }, { to: 10.99.0.10/32, interface: eni-0000000a }, { to: '2001:db8:99::10/128', interface: eni-0000000a }] }
    - { id: rtb-00000002, routes: [{ to: 10.99.0.10/32, interface: eni-0000000a }] }
`;

export const awsEnv = {
  DO_TOKEN: undefined,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  FLOATIP_AWS_ENDPOINT: awsEndpoint,
  FLOATIP_AWS_METADATA: 'http://metadata-i-0000000b.test',
};
