/** Two instances and what moves between them: its part of the default topology of `floatip cloud`. */
export const example = `aws:
  region: eu-central-1
  keys:                                # actions: default all
    - { accessKeyId: AKIAREHEARSAL, secretAccessKey: rehearsal }
  role: { name: floatip, ttlMs: 3600000 }      # credentials from the metadata service
  lagMs: 300                           # how far a Describe lags behind a change
  moveMs: 600                          # how long a private IP takes to get to another interface
  instances:
    - id: i-00000001
      name: lb1
      metadata: '127.0.0.1:8093'
      interfaces:                      # ips: the first one is the primary address
        - { id: eni-00000001, mac: '02:00:00:00:00:01', ips: [10.0.4.20, 10.0.4.30] }
    - id: i-00000002
      name: lb2
      metadata: '127.0.0.1:8094'
      interfaces:
        - { id: eni-00000002, mac: '02:00:00:00:00:02', ips: [10.0.4.21] }
  eips:                                # interface, and privateIp on it: where it is at first
    - { id: eipalloc-00000001, ip: 203.0.113.40, interface: eni-00000001 }
  routeTables:
    - id: rtb-00000001
      routes:
        - { to: 10.99.0.10/32, interface: eni-00000001 }
`;
