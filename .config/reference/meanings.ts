/** What the keys of the config mean. A key of the schema that is missing here fails the tests. */

export const settingMeanings: Readonly<Record<string, string>> = {
  cluster: 'a name for these hosts together, in the journal and a label of all metrics',
  'providers.digitalocean.tokenFile': 'the file with the token',
  'providers.digitalocean.endpoint': 'base URL of the API, without a path',
  'providers.digitalocean.metadata': 'base URL of the metadata service',
  'providers.tencent.region': 'the region of the addresses, such as `ap-guangzhou`',
  'providers.tencent.credentials':
    '`role`: the CAM role of the host; or `{ secretIdFile, secretKeyFile }`: the files of a key pair',
  'providers.tencent.endpoint': 'base URL of the API, without a path',
  'providers.tencent.metadata': 'base URL of the metadata service',
  'providers.hetzner.tokenFile': 'the file with the token',
  'providers.hetzner.endpoint': 'base URL of the API, without a path',
  'providers.hetzner.metadata': 'base URL of the metadata service',
  addresses: 'the addresses, see below',
  'leases.etcd.endpoints': 'base URLs of the members of etcd, three or five of them',
  'leases.etcd.ttl': 'how long a host that is gone keeps the others waiting: 3s to 60s',
  'leases.etcd.prefix': 'what all keys begin with; the same on every host',
  'leases.etcd.caFile': 'PEM of whoever has signed the certificates of etcd',
  'leases.etcd.certFile': 'PEM of the certificate that this host shows etcd',
  'leases.etcd.keyFile': 'PEM of its key',
  'leases.etcd.username': 'the user of etcd, where etcd has users',
  'leases.etcd.passwordFile': 'the file with the password of that user',
  'leases.host': 'what this host is called in an election',
  'leases.prefer': 'the host with the highest gets a lease: 1 to 254',
  'leases.nopreempt': 'whether this host leaves a lease with one that is preferred less',
  'leases.track':
    'what has to be well for this host to take part: `{ http }`, `{ exec }` or `{ tcp: HOST:PORT }`',
  'timing.request': 'how long one request may take',
  'timing.deadline': 'how long a whole run may take',
  'timing.interval': 'the time between two looks of `floatip watch`',
  'alerts.on': 'what people are told of, see [alerts.md](alerts.md)',
  'alerts.language': '`en` or `zh`: English or Chinese',
  'alerts.channels': 'by what they are told, see [alerts.md](alerts.md#channels)',
};

/** Keys of every kind of address. */
export const commonMeanings: Readonly<Record<string, string>> = {
  name: 'what you call it: letters, digits, dots, hyphens, underscores',
  kind: 'one of the kinds of your cloud',
  follow:
    'what says who holds it: a VRRP instance or group by its MASTER, or [something else](triggers.md); without it, only you move the address',
  vip: 'an IP that keepalived puts on this host while it is MASTER: then the interface has the last word',
  guest:
    '`{ interface: eth0 }`: where this host has the IP for as long as the address is here; with `ip` in it, another one',
};

/** Keys of one kind, under its name. */
export const kindMeanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'digitalocean-reserved-ip': { ip: 'the reserved IP, IPv4' },
  'digitalocean-reserved-ipv6': { ip: 'the reserved IP, IPv6; in quotes' },
  'tencent-eip': {
    id: 'the id of the EIP, such as `eip-ek0cdz1g`; `id` or `ip` has to be there',
    ip: 'its IP',
    networkInterface: 'a network interface of this host, so it differs from host to host',
    privateIp: 'the private IP on that interface, in place of the host as a whole',
  },
  'tencent-havip': {
    id: 'the id of the HAVIP, such as `havip-9o233uri`; `id` or `ip` has to be there',
    ip: 'its IP in the VPC',
    interface: 'the interface on which keepalived puts it, such as `eth0`',
    eip: 'the EIP that belongs on it',
  },
  'tencent-private-ip': {
    ip: 'the private IP',
    vpc: 'its VPC, where the account has the same IP in several',
    networkInterface: 'the network interface of this host that it goes to',
  },
  'hetzner-floating-ip': {
    ip: 'its IPv4 address; or its IPv6 network, or any address in it, in quotes; `ip` or `id` has to be there',
    id: 'its id, such as `4711`, which `hcloud floating-ip list` shows',
  },
};

/** Of settings whose default no code names, because it depends on what is there. */
export const wordyDefaults: Readonly<Record<string, string>> = {
  'providers.digitalocean.tokenFile': 'the environment',
  'leases.etcd.ttl': '`5s`',
  'leases.etcd.prefix': '`/floatip/`',
  'leases.etcd.caFile': 'those that Node trusts',
  'leases.host': 'its host name',
  'leases.prefer': '100',
  'leases.nopreempt': '`false`',
  'providers.hetzner.tokenFile': 'the environment',
  'providers.tencent.region': 'what the metadata service says',
  'providers.tencent.credentials': '`role`',
  'providers.tencent.endpoint': 'the one inside the VPC, else the public one',
  'providers.tencent.metadata': '`http://metadata.tencentyun.com`, else `http://169.254.0.23`',
  'alerts.on': 'all of it',
  'alerts.language': '`en`',
};
