/** Two servers and what moves between them: its part of the default topology of `floatip cloud`. */
export const example = `hetzner:
  tokens:                              # permission: default Read & Write
    - { token: hcloud-rehearsal }
  actionMs: 300                        # how long a move takes, and the floating IP is locked
  limits: { perHour: 3600 }
  servers:
    - { id: 11111, name: lb1, location: fsn1, metadata: '127.0.0.1:8091' }
    - { id: 22222, name: lb2, location: nbg1, metadata: '127.0.0.1:8092' }
  floatingIps:                         # an IPv6 address is that of a whole /64
    - { id: 4711, ip: 203.0.113.20, location: fsn1, server: 11111 }
    - { id: 4712, ip: '2001:db8:20::/64', location: fsn1, server: 11111 }
`;
