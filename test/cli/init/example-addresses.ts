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
  'aws-eip': [
    'aws-eip:eipalloc-0a1b2c3d4e5f60718',
    'aws-eip:203.0.113.41,self.privateIp=10.10.0.4,peer.privateIp=10.10.0.5',
  ],
  'aws-private-ip': ['aws-private-ip:10.10.0.95', 'aws-private-ip:10.10.0.94'],
  'aws-route': [
    'aws-route:10.99.0.10,routeTables=[rtb-0a1b2c3d4e5f60718]',
    'aws-route:10.99.0.11,routeTables=[rtb-0a1b2c3d4e5f60718, rtb-0a1b2c3d4e5f60719]',
  ],
  exec: [
    'exec:203.0.113.40,command=[/usr/local/bin/my-cloud],self.node=lb1,peer.node=lb2',
    'exec:203.0.113.41,command=[/usr/local/bin/my-cloud],self.node=lb1,peer.node=lb2',
  ],
  'openstack-floating-ip': [
    'openstack-floating-ip:203.0.113.40',
    'openstack-floating-ip:203.0.113.41,self.fixedIp=10.10.0.5,peer.fixedIp=10.10.0.6',
  ],
  'openstack-vip-port': [
    'openstack-vip-port:10.10.0.95',
    'openstack-vip-port:43c831e0-19ce-4a76-9a49-57b57e69428b,ip=10.10.0.94',
  ],
  'tencent-private-ip': ['tencent-private-ip:10.10.0.97', 'tencent-private-ip:10.10.0.96'],
};
