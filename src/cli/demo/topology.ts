/** Two hosts in each cloud, lb1 and lb2, and addresses that lb1 has. */
export const topology = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: dop_v1_demo }]
  actionMs: 250
  droplets:
    - { id: 111, name: lb1, region: nyc3, metadata: '127.0.0.1:0' }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps:
    - { ip: 203.0.113.10, region: nyc3, droplet: 111 }
    - { ip: '2001:db8::10', region: nyc3, droplet: 111 }
tencent:
  role: { name: floatip }
  taskMs: 250
  driftMs: 400
  instances:
    - id: ins-lb100001
      name: lb1
      zone: ap-guangzhou-3
      interfaces:
        - id: eni-lb100001
          mac: '52:54:00:00:00:01'
          vpc: vpc-demo0001
          subnet: subnet-demo0001
          ips: [10.0.4.20, 10.0.4.30]
    - id: ins-lb200002
      name: lb2
      zone: ap-guangzhou-3
      metadata: '127.0.0.1:0'
      interfaces:
        - id: eni-lb200002
          mac: '52:54:00:00:00:02'
          vpc: vpc-demo0001
          subnet: subnet-demo0001
          ips: [10.0.4.21]
  eips:
    - { id: eip-demo0001, ip: 203.0.113.20, instance: ins-lb100001 }
  havips:
    # keepalived would put it on eth0 of the new master; what is on every host stands in for that.
    - { id: havip-demo0001, ip: 127.0.0.1, vpc: vpc-demo0001, subnet: subnet-demo0001, interface: eni-lb100001 }
`;
