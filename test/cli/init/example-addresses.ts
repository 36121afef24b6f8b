/** Two addresses of each kind, as `floatip init --address` takes them. */
export const exampleAddresses: Readonly<Record<string, readonly [string, string]>> = {
  'digitalocean-reserved-ip': [
    'digitalocean-reserved-ip:203.0.113.10',
    'digitalocean-reserved-ip:203.0.113.11',
  ],
  'digitalocean-reserved-ipv6': [
    'digitalocean-reserved-ipv6:2001:db8::10',
    'digitalocean-reserved-ipv6:2001:db8::11',
  ],
  'tencent-eip': [
    'tencent-eip:eip-ek0cdz1g',
    'tencent-eip:203.0.113.21,self.networkInterface=eni-jyhoxx61,self.privateIp=10.10.0.4,peer.networkInterface=eni-jyhoxx62,peer.privateIp=10.10.0.5',
  ],
  'tencent-havip': [
    'tencent-havip:10.10.0.99,eip=203.0.113.22',
    'tencent-havip:havip-9o233uri,ip=10.10.0.98',
  ],
  'hetzner-floating-ip': [
    'hetzner-floating-ip:203.0.113.30',
    'hetzner-floating-ip:2001:db8:1::/64',
  ],
  'tencent-private-ip': ['tencent-private-ip:10.10.0.97', 'tencent-private-ip:10.10.0.96'],
};
