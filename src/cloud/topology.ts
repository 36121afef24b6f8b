import * as v from 'valibot';

import { ipVersion, normaliseIp } from '../core/ip.ts';
import { parseYaml } from '../lib/yaml.ts';
import type { Problem, YamlSource } from '../lib/yaml.ts';
import { scopes } from './digitalocean/access.ts';

/** What runs in the embedded cloud, and where it listens. */

const listen = v.pipe(
  v.string(),
  v.regex(/^(\[[0-9a-f:]+\]|[0-9.]+):\d{1,5}$/, 'an address and a port such as 127.0.0.1:8080'),
);

const ip = v.pipe(
  v.string(),
  v.check((text) => normaliseIp(text) !== undefined, 'an IP address'),
  v.transform((text) => normaliseIp(text) ?? text),
);

const milliseconds = v.pipe(v.number(), v.minValue(0, '0 or more'));
const positive = v.pipe(v.number(), v.integer('a whole number'), v.minValue(1, '1 or more'));

const droplet = v.strictObject({
  id: positive,
  name: v.string(),
  region: v.string(),
  /** Where this Droplet's own metadata service listens. */
  metadata: v.optional(listen),
  /** The address by which the common metadata service recognises this Droplet. */
  source: v.optional(ip),
});

const reservedIp = v.strictObject({
  ip,
  region: v.string(),
  /** The Droplet that holds it at first. */
  droplet: v.optional(v.nullable(positive)),
});

const token = v.strictObject({
  token: v.string(),
  scopes: v.optional(v.array(v.picklist(scopes)), [...scopes]),
});

const digitalocean = v.strictObject({
  tokens: v.optional(v.array(token), [{ token: 'dop_v1_rehearsal' }]),
  /** How long an assign or unassign takes. */
  actionMs: v.optional(milliseconds, 300),
  limits: v.optional(v.strictObject({ perMinute: positive, perHour: positive }), {
    perMinute: 250,
    perHour: 5000,
  }),
  metadata: v.optional(
    v.strictObject({
      /** The common metadata service, which tells Droplets apart by their `source`. */
      listen: v.optional(listen),
      /** How long the metadata service takes to learn that an address has moved. */
      lagMs: v.optional(milliseconds, 0),
    }),
    {},
  ),
  droplets: v.array(droplet),
  reservedIps: v.array(reservedIp),
});

const topologyFile = v.strictObject({
  /** Where the API and the control endpoint listen. */
  listen: v.optional(listen, '127.0.0.1:8080'),
  digitalocean,
});

export type Topology = v.InferOutput<typeof topologyFile>;

/** Two load balancers and one reserved IP of each version; the default of `floatip cloud`. */
export const exampleTopology = `# An embedded cloud to rehearse on. Port 0 means: any free port, printed at start.
listen: 127.0.0.1:8080                 # API, and control under /_cloud
digitalocean:
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

/** Parses a topology. Throws `config` with every problem, each with file and line. */
export function parseTopology(source: YamlSource): Topology {
  const { value, refuse } = parseYaml(source, topologyFile);
  refuse(contradictions(value));
  return value;
}

/** What could not be so at DigitalOcean. */
function contradictions(topology: Topology): readonly Problem[] {
  const { droplets, reservedIps } = topology.digitalocean;
  const taken = new Set<string>();
  return reservedIps.flatMap((reserved, index) => {
    const text = contradictionOf(reserved, droplets, taken);
    if (text === undefined) return [];
    return [{ path: ['digitalocean', 'reservedIps', index], text }];
  });
}

type Parsed = Topology['digitalocean'];

function contradictionOf(
  { ip: address, region, droplet: holder }: Parsed['reservedIps'][number],
  droplets: Parsed['droplets'],
  taken: Set<string>,
): string | undefined {
  if (taken.has(address)) return `duplicate reserved IP ${address}`;
  taken.add(address);
  if (holder === undefined || holder === null) return undefined;
  const found = droplets.find(({ id }) => id === holder);
  const ids = droplets.map(({ id }) => id).join(', ');
  if (found === undefined) return `there is no Droplet ${holder}: expected one of ${ids}`;
  if (found.region !== region) {
    return `${address} is in ${region}, Droplet ${holder} in ${found.region}: they have to be in one region`;
  }
  const place = `IPv${ipVersion(address)} of Droplet ${holder}`;
  if (taken.has(place)) return `Droplet ${holder} has a reserved IPv${ipVersion(address)} already`;
  taken.add(place);
  return undefined;
}
