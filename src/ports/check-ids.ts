/** What `floatip doctor` looks at: each check by its id, what it is about, and what is as it should be. */
export const checkIds = {
  'config.file': about(
    'Config file',
    'There is one, it can be parsed, and nobody else may write it',
  ),
  'config.sense': about('Config', 'What `floatip config check` warns of'),
  'config.reader': about(
    'Config for hooks',
    'The user that keepalived runs scripts as may read it',
  ),

  'token.usable': about('Secret', 'There is one for each cloud, and it can be used'),
  'token.mode': about('Mode of the secret', 'Not every user of the host may read its file'),
  'token.owner': about('Owner of the secret', 'Its file belongs to root or to this user'),
  'token.shape': about(
    'Text of the secret',
    'The file holds it alone, without a variable in front and without quotes',
  ),
  'token.reader': about('Secret for hooks', 'The user that keepalived runs scripts as may read it'),
  'token.conflict': about(
    'Places of the secret',
    'A file and a variable do not hold different ones',
  ),

  'node.version': about('Node', 'It is new enough'),
  'node.path': about(
    'Node for hooks',
    "The Node on which floatip starts with keepalived's PATH is there and new enough",
  ),
  'floatip.path': about(
    'floatip for hooks',
    "The floatip that keepalived's PATH finds is this one",
  ),
  'hook.there': about('Hook', 'The file that keepalived.conf names is there'),
  'hook.mode': about(
    'Mode of the hook',
    'It can be executed by the user that keepalived runs it as',
  ),
  'hook.current': about('Version of the hook', 'It is the one that this floatip comes with'),
  'hook.starts': about(
    'Start of the hook',
    "It runs with keepalived's environment, and an event that means nothing",
  ),
  'arping.there': about('arping', 'It is installed where an address has to be announced'),
  'arping.right': about('Right to announce', 'Whoever announces may send ARP'),
  'interface.there': about('Interface', 'The one that an address is announced on is there'),
  'folders.shared': about('Folders', 'Hooks, cron and watcher keep what they know in one place'),
  'folders.writable': about(
    'Folders for hooks',
    'The user that keepalived runs scripts as may write there',
  ),
  'disk.space': about('Disk', 'There is room for the state and the journal'),
  'clock.skew': about('Clock', "It agrees with the cloud's"),

  'metadata.answers': about('Metadata service', 'It says which node this is, in time'),
  'dns.api': about('Name of the API', 'It can be resolved'),
  'dns.metadata': about('Name of the metadata service', 'It can be resolved'),
  'proxy.same': about('Proxy', 'Hooks go by the same one as this shell'),
  'tls.certificate': about(
    'Certificate of the API',
    'It is valid, for this name, and from whom it should be',
  ),
  'api.round-trip': about('Round trip', 'The API answers well within the time of a request'),

  'cloud.credentials': about('Credentials', 'The cloud accepts them'),
  'cloud.actions': about('Permissions', 'They allow what a takeover needs'),
  'cloud.region': about('Region', 'The address is in the region of this node'),
  'cloud.quota': about('Rate limit', 'The cloud still allows enough requests'),
  'cloud.listed': about('Address', 'It exists, in this account'),
  'cloud.room': about(
    'Room on the node',
    'This node can take the address beside those that it has',
  ),
  'cloud.anchor': about(
    'Anchor IP',
    'This node has the IP on which traffic to the address arrives',
  ),
  'cloud.listener': about('Listener', 'Something listens on the IP on which traffic arrives'),
  'cloud.state': about('State of the address', 'Nothing keeps the cloud from moving it'),
  'cloud.kept': about('Release of the address', 'It is not given up for good when it is unbound'),
  'cloud.public-ip': about('Public IP of the node', 'No public IP of the node is in its place'),
  'cloud.subnet': about('Subnet', 'This node is where the address can be'),
  'cloud.forwarding': about(
    'Forwarding',
    'The cloud lets packets for the address get to this node',
  ),
  'cloud.scope': about('Drift scope', 'The address may drift to this node'),
  'cloud.idle': about('Idle address', 'Nothing is billed for lying idle'),

  'keepalived.installed': about('keepalived', 'It is installed'),
  'keepalived.version': about('Version of keepalived', 'It has what the config uses'),
  'keepalived.running': about('Process of keepalived', 'It runs'),
  'keepalived.boot': about('keepalived at boot', 'Its unit is enabled'),
  'keepalived.config': about('keepalived.conf', 'It can be read, with all that it includes'),
  'keepalived.accepts': about('keepalived -t', 'keepalived itself has no complaint'),
  'keepalived.follow': about('follow', 'Every address follows an instance or group that is there'),
  'keepalived.followed': about('Instances', 'Every instance that tells floatip is followed'),
  'keepalived.told': about('Events', 'Notify lines or a FIFO tell floatip of what is followed'),
  'keepalived.notify': about(
    'notify',
    'No block has two of one keyword, of which the second is ignored',
  ),
  'keepalived.names': about(
    'Names in notify lines',
    'They name the instance or group that they stand in',
  ),
  'keepalived.lower-priority': about(
    'After a flap',
    'The true master is told when it hears the other',
  ),
  'keepalived.fifo': about('FIFO', 'keepalived writes to one, where the watcher can read it'),
  'keepalived.strict': about('vrrp_strict', 'It is off: it forbids unicast'),
  'keepalived.unicast': about('Unicast', 'Hosts talk by unicast, as clouds drop multicast'),
  'keepalived.peers': about('Peers', 'They are other hosts than this one'),
  'keepalived.source': about('Source', 'unicast_src_ip is on this host'),
  'keepalived.router-id': about(
    'Virtual router ids',
    'No two instances of one interface have the same',
  ),
  'keepalived.interface': about('Interfaces of VRRP', 'They are there'),
  'keepalived.advert': about('advert_int', 'The version of VRRP knows such an interval'),
  'keepalived.neighbours': about(
    'Neighbours',
    'The kernel asks for the peer anew before this host would be MASTER',
  ),
  'keepalived.preempt': about(
    'nopreempt',
    'It stands beside state BACKUP, without which it is ignored',
  ),
  'keepalived.priority': about('Priority', 'It is one that VRRP knows'),
  'keepalived.vip': about(
    'vip',
    'keepalived puts it on this host with the instance that is followed',
  ),
  'keepalived.announced': about(
    'Announcement',
    'keepalived puts an address that is announced on its interface',
  ),
  'keepalived.script-user': about(
    'Script user',
    'The user that keepalived runs scripts as is there',
  ),
  'keepalived.security': about(
    'Script security',
    'keepalived does not refuse its scripts as unsafe',
  ),
  'keepalived.track': about(
    'Checks',
    'Each that is tracked is defined, is there and can be executed',
  ),
  'keepalived.sandbox': about('Sandbox', 'The unit of keepalived allows what a hook needs'),

  'watcher.runs': about('Watcher', 'It runs where it is needed'),
  'watcher.boot': about('Watcher at boot', 'Its unit is enabled'),
  'watcher.fifo': about('Reader of the FIFO', 'The watcher alone reads what keepalived writes'),
  'watcher.answers': about('Pages of the watcher', 'They answer, and say that it is ready'),
  'watcher.version': about('Version of the watcher', 'It is this one'),

  'guest.interface': about('Interface of guest', 'The one that an IP is to be put on is there'),
  'guest.right': about('Right to change interfaces', 'Whoever puts IPs there has CAP_NET_ADMIN'),
  'after.program': about('Program of after', 'It is there, and can be executed'),

  'etcd.answers': about('etcd', 'Its members answer this host'),
  'etcd.quorum': about('Quorum of etcd', 'Three or five members follow one leader'),
  'etcd.trip': about('Round trip to etcd', 'It is short, measured by the time that a lease lasts'),
  'etcd.disk': about('Disk of etcd', 'It is quick enough not to lose leases'),
  'etcd.clock': about('Clocks of etcd', 'They agree with that of this host'),
  'lease.held': about('Lease', 'A host has it, and another one takes part'),

  'peer.answers': about('Peer', 'The watcher of the other host answers'),
  'peer.agrees': about('Owners', 'Both hosts say the same of who holds what'),
  'peer.roles': about('Roles', 'One host is MASTER, and only one'),
  'peer.version': about('Version of the peer', 'It is that of this host'),
  'peer.jitter': about('Network to the peer', 'It is even enough for advert_int'),
} as const satisfies Readonly<Record<string, AboutCheck>>;

export type CheckId = keyof typeof checkIds;

export interface AboutCheck {
  readonly title: string;
  /** What is so where all is well: a sentence without its full stop. */
  readonly meaning: string;
}

function about(title: string, meaning: string): AboutCheck {
  return { title, meaning };
}
