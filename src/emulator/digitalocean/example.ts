/** Two Droplets and what moves between them: its part of the default topology of `floatip cloud`. */
export const example = `digitalocean:
  tokens:                              # scopes: default all
    - { token: dop_v1_rehearsal }
  actionMs: 300                        # how long a move takes
  limits: { perMinute: 250, perHour: 5000 }
  metadata: { lagMs: 2000 }            # how late the metadata service hears of a move
  droplets:                            # each asks its metadata service on a port of its own;
    - { id: 111, name: lb1, region: nyc3, metadata: '127.0.0.1:8081' }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:8082' }
                                       # or one for all: metadata: { listen: 169.254.169.254:80 }
                                       # and a source address for each: source: 10.0.4.20
  reservedIps:                         # droplet: who holds it at first
    - { ip: 203.0.113.10, region: nyc3, droplet: 111 }
    - { ip: '2001:db8::10', region: nyc3, droplet: 111 }
`;
