import * as v from 'valibot';

import type { Problem } from '../lib/yaml-issue.ts';
import { parseYaml } from '../lib/yaml.ts';
import type { YamlSource } from '../lib/yaml.ts';
import {
  digitaloceanProblems,
  digitaloceanSection,
  noDigitalocean,
} from './digitalocean/topology.ts';
import type { DigitaloceanSection } from './digitalocean/topology.ts';
import { tencentProblems } from './tencent/contradictions.ts';
import { noTencent, tencentSection } from './tencent/topology.ts';
import type { TencentSection } from './tencent/topology.ts';
import { listen } from './topology-values.ts';

const topologyFile = v.strictObject({
  /** Where the APIs and the control endpoint listen. */
  listen: v.optional(listen, '127.0.0.1:8080'),
  digitalocean: v.optional(digitaloceanSection),
  tencent: v.optional(tencentSection),
});

/** What runs in the embedded cloud, and where it listens. A cloud that is left out is empty. */
export interface Topology {
  readonly listen: string;
  readonly digitalocean: DigitaloceanSection;
  readonly tencent: TencentSection;
}

/** Two load balancers in each cloud, and addresses for them; the default of `floatip cloud`. */
export const exampleTopology = `# An embedded cloud to rehearse on. Port 0 means: any free port, printed at start.
listen: 127.0.0.1:8080                 # the APIs of both clouds, and control under /_cloud
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
tencent:
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

/** Parses a topology. Throws `config` with every problem, each with file and line. */
export function parseTopology(source: YamlSource): Topology {
  const { value, refuse } = parseYaml(source, topologyFile);
  const { listen: at, digitalocean, tencent } = value;
  if (digitalocean === undefined && tencent === undefined) {
    refuse([{ path: [], text: 'there is no cloud: expected digitalocean, tencent or both' }]);
  }
  const parsed = {
    listen: at,
    digitalocean: digitalocean ?? noDigitalocean,
    tencent: tencent ?? noTencent,
  };
  refuse([
    ...below('digitalocean', digitaloceanProblems(parsed.digitalocean)),
    ...below('tencent', tencentProblems(parsed.tencent)),
  ]);
  return parsed;
}

function below(section: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map(({ path, text }) => ({ path: [section, ...path], text }));
}
