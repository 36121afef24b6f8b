import { secretId, secretKey } from './token.ts';

/** The environment of a host that has the key pair of the tests. */
export const tencentEnv = {
  DO_TOKEN: undefined,
  TENCENTCLOUD_SECRET_ID: secretId,
  TENCENTCLOUD_SECRET_KEY: secretKey,
} as const;

/** Two instances in one subnet and one in another, and everything that can move between them. */
export function tencentTopology(more = ''): string {
  return `
listen: 127.0.0.1:0
tencent:
  keys:
    - { secretId: ${secretId}, secretKey: ${secretKey} }
    - { secretId: AKIDthin, secretKey: ${secretKey}, actions: [DescribeAddresses] }
  taskMs: 1000
  driftMs: 2000
  ${more}
  instances:
    - id: ins-aaaaaaaa
      name: lb1
      zone: ap-guangzhou-3
      interfaces:
        - { id: eni-aaaaaaaa, mac: '52:54:00:00:00:0a', vpc: vpc-11111111, subnet: subnet-11111111, ips: [10.0.4.20, 10.0.4.30] }
    - id: ins-bbbbbbbb
      name: lb2
      zone: ap-guangzhou-3
      interfaces:
        - { id: eni-bbbbbbbb, mac: '52:54:00:00:00:0b', vpc: vpc-11111111, subnet: subnet-11111111, ips: [10.0.4.21] }
        - { id: eni-b2b2b2b2, mac: '52:54:00:00:00:b2', vpc: vpc-11111111, subnet: subnet-22222222, ips: [10.0.5.21, 10.0.5.31] }
    - id: ins-cccccccc
      name: ordinary
      zone: ap-guangzhou-4
      publicIp: 198.51.100.7
      interfaces:
        - { id: eni-cccccccc, mac: '52:54:00:00:00:0c', vpc: vpc-11111111, subnet: subnet-22222222, ips: [10.0.5.22, 10.0.5.32] }
  interfaces:
    - { id: eni-ffffffff, mac: '52:54:00:00:00:0f', vpc: vpc-11111111, subnet: subnet-11111111, ips: [10.0.4.40] }
  eips:
    - { id: eip-11111111, ip: 203.0.113.10, instance: ins-aaaaaaaa }
    - { id: eip-22222222, ip: 203.0.113.11 }
    - { id: eip-33333333, ip: 203.0.113.12 }
    - { id: eip-arrears1, ip: 203.0.113.13, arrears: true }
    - { id: eip-blocked1, ip: 203.0.113.14, blocked: true }
    - { id: eip-cascade1, ip: 203.0.113.15, interface: eni-cccccccc, privateIp: 10.0.5.32, cascadeRelease: true }
  havips:
    - { id: havip-11111111, ip: 10.0.4.99, vpc: vpc-11111111, subnet: subnet-11111111, interface: eni-aaaaaaaa, eip: eip-33333333 }
    - { id: havip-22222222, ip: 10.0.4.98, vpc: vpc-11111111, subnet: subnet-11111111, checkAssociate: true, associated: [ins-aaaaaaaa] }
`;
}
