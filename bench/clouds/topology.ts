/** Two hosts in each cloud. Answers show at once: what counts here is when floatip asks. */
export const topology = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: dop_v1_rehearsal }]
  actionMs: 0
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps: [{ ip: 203.0.113.10, region: nyc3, droplet: 111 }]
hetzner:
  tokens: [{ token: hcloud-rehearsal }]
  actionMs: 0
  limits: { perHour: 1000000 }
  servers:
    - { id: 11111, name: lb1, location: fsn1 }
    - { id: 22222, name: lb2, location: fsn1, metadata: '127.0.0.1:0' }
  floatingIps: [{ id: 4711, ip: 203.0.113.20, location: fsn1, server: 11111 }]
aws:
  role: { name: floatip }
  lagMs: 0
  instances:
    - id: i-00000001
      name: lb1
      interfaces: [{ id: eni-00000001, mac: '02:00:00:00:00:01', ips: [10.0.4.20] }]
    - id: i-00000002
      name: lb2
      metadata: '127.0.0.1:0'
      interfaces: [{ id: eni-00000002, mac: '02:00:00:00:00:02', ips: [10.0.4.21] }]
  eips: [{ id: eipalloc-00000001, ip: 203.0.113.40, interface: eni-00000001 }]
openstack:
  credentials: [{ id: floatip, secret: rehearsal }]
  lagMs: 0
  networks: [{ id: 02dd8479-ef26-4398-a102-d19d0a7b3a1f }]
  servers:
    - id: 8e3941b4-a6e9-499f-a1ac-2a4662025c01
      name: lb1
      host: compute1
      ports:
        - { id: fc861431-0e6c-4842-a0ed-e2363f9bc301, network: 02dd8479-ef26-4398-a102-d19d0a7b3a1f, ips: [10.0.7.21] }
    - id: 8e3941b4-a6e9-499f-a1ac-2a4662025c02
      name: lb2
      host: compute2
      metadata: '127.0.0.1:0'
      ports:
        - { id: fc861431-0e6c-4842-a0ed-e2363f9bc302, network: 02dd8479-ef26-4398-a102-d19d0a7b3a1f, ips: [10.0.7.22] }
  floatingIps:
    - { id: 2f245a7b-796b-4f26-9cf9-9e82d248fda1, ip: 203.0.113.50, port: fc861431-0e6c-4842-a0ed-e2363f9bc301 }
`;
