/** Two instances and what moves between them: its part of the default topology of `floatip cloud`. */
export const example = `tencent:
  region: ap-guangzhou
  keys:                                # actions: default all
    - { secretId: AKIDrehearsal, secretKey: rehearsal }
  role: { name: floatip, ttlMs: 3600000 }      # credentials from the metadata service
  taskMs: 300                          # how long a bind, an unbind or a migration takes
  driftMs: 1000                        # how long a HAVIP takes to follow an announcement
  instances:
    - id: ins-lb100001
      name: lb1
      zone: ap-guangzhou-3
      metadata: '127.0.0.1:8083'
      interfaces:                      # ips: the first one is the primary address
        - id: eni-lb100001
          mac: '52:54:00:00:00:01'
          vpc: vpc-rehearse
          subnet: subnet-rehearse
          ips: [10.0.4.20, 10.0.4.30]
    - id: ins-lb200002
      name: lb2
      zone: ap-guangzhou-3
      metadata: '127.0.0.1:8084'
      interfaces:
        - id: eni-lb200002
          mac: '52:54:00:00:00:02'
          vpc: vpc-rehearse
          subnet: subnet-rehearse
          ips: [10.0.4.21]
  eips:                                # instance, or interface and privateIp: where it is at first
    - { id: eip-web00001, ip: 203.0.113.20, instance: ins-lb100001 }
    - { id: eip-vip00001, ip: 203.0.113.21 }
  havips:                              # interface: who holds it at first
    - id: havip-vip00001
      ip: 10.0.4.99
      vpc: vpc-rehearse
      subnet: subnet-rehearse
      interface: eni-lb100001
      eip: eip-vip00001
`;
