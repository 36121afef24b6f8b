import * as z from 'zod/mini';

import { normaliseIp } from '../core/ip.ts';
import { parseYaml } from '../lib/yaml.ts';
import type { Problem, YamlSource } from '../lib/yaml.ts';
import { scopes } from './digitalocean/access.ts';

/** What runs in the embedded cloud, and where it listens. */

const listen = z
  .string()
  .check(
    z.regex(/^(\[[0-9a-f:]+\]|[0-9.]+):\d{1,5}$/, 'an address and a port such as 127.0.0.1:8080'),
  );

const ip = z.pipe(
  z.string().check(z.refine((text) => normaliseIp(text) !== undefined, { error: 'an IP address' })),
  z.transform((text) => normaliseIp(text) ?? text),
);

const milliseconds = z.number().check(z.nonnegative());

const droplet = z.strictObject({
  id: z.int().check(z.positive()),
  name: z.string(),
  region: z.string(),
  /** Where this Droplet's own metadata service listens. */
  metadata: z.optional(listen),
  /** The address by which the common metadata service recognises this Droplet. */
  source: z.optional(ip),
});

const reservedIp = z.strictObject({
  ip,
  region: z.string(),
  /** The Droplet that holds it at first. */
  droplet: z.optional(z.nullable(z.int())),
});

const digitalocean = z.strictObject({
  tokens: z._default(
    z.array(
      z.strictObject({
        token: z.string(),
        scopes: z._default(z.array(z.enum(scopes)), [...scopes]),
      }),
    ),
    [{ token: 'dop_v1_rehearsal', scopes: [...scopes] }],
  ),
  /** How long an assign or unassign takes. */
  actionMs: z._default(milliseconds, 300),
  limits: z._default(
    z.strictObject({
      perMinute: z.int().check(z.positive()),
      perHour: z.int().check(z.positive()),
    }),
    { perMinute: 250, perHour: 5000 },
  ),
  metadata: z._default(
    z.strictObject({
      /** The common metadata service, which tells Droplets apart by their `source`. */
      listen: z.optional(listen),
      /** How long the metadata service takes to learn that an address has moved. */
      lagMs: z._default(milliseconds, 0),
    }),
    { lagMs: 0 },
  ),
  droplets: z.array(droplet),
  reservedIps: z.array(reservedIp),
});

const topologyFile = z.strictObject({
  /** Where the API and the control endpoint listen. */
  listen: z._default(listen, '127.0.0.1:8080'),
  digitalocean,
});

export type Topology = z.output<typeof topologyFile>;

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
  refuse(unknownDroplets(value));
  return value;
}

function unknownDroplets({
  digitalocean: { droplets, reservedIps },
}: Topology): readonly Problem[] {
  const ids = droplets.map(({ id }) => id);
  return reservedIps.flatMap(({ droplet: holder }, index) => {
    if (holder === undefined || holder === null || ids.includes(holder)) return [];
    const text = `there is no Droplet ${holder}: expected one of ${ids.join(', ')}`;
    return [{ path: ['digitalocean', 'reservedIps', index, 'droplet'], text }];
  });
}
