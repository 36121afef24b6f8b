import type { CloudMeanings } from '../../src/providers/meanings.ts';
import { clouds } from './clouds.ts';

/** What the keys of the config mean. A key of the schema that is missing here fails the tests. */

/** Each cloud has its own in its folder. */
const ofClouds = await Promise.all(
  clouds.names.map(async (name): Promise<readonly [string, CloudMeanings]> => {
    const { meanings } = await import(`../../src/providers/${name}/meanings.ts`);
    return [name, meanings];
  }),
);

function underPath(
  keysOf: (meanings: CloudMeanings) => Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const entries = ofClouds.flatMap(([name, meanings]) =>
    Object.entries(keysOf(meanings) ?? {}).map(
      ([key, text]) => [`providers.${name}.${key}`, text] as const,
    ),
  );
  return Object.fromEntries(entries);
}

export const settingMeanings: Readonly<Record<string, string>> = {
  cluster: 'a name for these hosts together, in the journal and a label of all metrics',
  ...underPath(({ settings }) => settings),
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
  'leases.movesPerMinute':
    'how many parts of a lease that is spread this host gives to others in a minute, for the sake of balance',
  'leases.failsafe':
    '`peers`: a holder that etcd does not answer goes on while all `peers` agree, see [triggers.md](triggers.md#where-etcd-itself-is-away)',
  'leases.track':
    'what has to be well for this host to take part: `{ http }`, `{ exec }` or `{ tcp: HOST:PORT }`',
  hosts:
    'hosts that run nothing, between which controllers move addresses, see [triggers.md](triggers.md#hosts-that-run-nothing)',
  'timing.request': 'how long one request may take',
  'timing.deadline': 'how long a whole run may take',
  'timing.interval': 'the time between two looks of `floatip watch`',
  'alerts.on': 'what people are told of, see [alerts.md](alerts.md)',
  'alerts.language': '`en` or `zh`: English or Chinese',
  'alerts.channels': 'by what they are told, see [alerts.md](alerts.md#channels)',
  peers:
    'the watchers of the other hosts, such as `[10.0.0.3:9477]`, which doctor asks as well, and `failsafe`',
  'doctor.interval':
    'how often the watcher looks at what a failover needs, see [watcher.md](watcher.md); or `never`',
  'doctor.jitter':
    '`IP:PORT` of UDP here, where the watcher answers doctor of `peers`, see [doctor.md](doctor.md#what-fits-your-network)',
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
  after:
    '`[program, argument…]`: run once the address is where it was to be, see [below](#after-a-move)',
  probe:
    '`{ tcp: 443 }` or `{ http: /healthz }`: once it is here, it is asked until somebody answers ([operations.md](operations.md#who-answers-there))',
};

/** Keys of one kind, under its name. */
export const kindMeanings: CloudMeanings['kinds'] = Object.assign(
  {},
  ...ofClouds.map(([, { kinds }]) => kinds),
);

/** Of settings whose default no code names, because it depends on what is there. */
export const wordyDefaults: Readonly<Record<string, string>> = {
  ...underPath(({ defaults }) => defaults),
  'leases.etcd.ttl': '`5s`',
  'leases.etcd.prefix': '`/floatip/`',
  'leases.etcd.caFile': 'those that Node trusts',
  'leases.host': 'its host name',
  'leases.prefer': '100',
  'leases.nopreempt': '`false`',
  'leases.movesPerMinute': '6',
  'alerts.on': 'all of it',
  'alerts.language': '`en`',
};
