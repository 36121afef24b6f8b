/** Two instances and what moves between them: its part of the default topology of `floatip cloud`. */
export const example = `openstack:
  credentials:                         # application credentials; role: reader, member or admin
    - { id: rehearsal, secret: rehearsal, role: admin }
  lagMs: 0                             # how long a list goes on showing what was before a change
  driftMs: 500                         # how long a virtual IP takes to follow an announcement
  networks:
    - { id: 02dd8479-ef26-4398-a102-d19d0a7b3a1f }
  servers:
    - id: 8e3941b4-a6e9-499f-a1ac-2a4662025c01
      name: lb1
      host: compute1
      metadata: 127.0.0.1:8093
      ports:
        - id: fc861431-0e6c-4842-a0ed-e2363f9bc301
          network: 02dd8479-ef26-4398-a102-d19d0a7b3a1f
          ips: [10.0.7.21]
          allowed: [10.0.7.99]         # its allowed address pairs
    - id: 8e3941b4-a6e9-499f-a1ac-2a4662025c02
      name: lb2
      host: compute2
      metadata: 127.0.0.1:8094
      ports:
        - id: fc861431-0e6c-4842-a0ed-e2363f9bc302
          network: 02dd8479-ef26-4398-a102-d19d0a7b3a1f
          ips: [10.0.7.22]
          allowed: [10.0.7.99]
  floatingIps:
    - { id: 2f245a7b-796b-4f26-9cf9-9e82d248fda7, ip: 203.0.113.40, port: fc861431-0e6c-4842-a0ed-e2363f9bc301 }
  vipPorts:                            # a port that keeps an IP for whoever announces it
    - id: 43c831e0-19ce-4a76-9a49-57b57e69428b
      ip: 10.0.7.99
      network: 02dd8479-ef26-4398-a102-d19d0a7b3a1f
      port: fc861431-0e6c-4842-a0ed-e2363f9bc301
`;
