import * as v from 'valibot';

import { normaliseIp } from '../../core/ip.ts';
import type { Problem } from '../../lib/yaml/issue.ts';
import { ip, listen, milliseconds, positive } from '../topology-values.ts';

const uuid = v.pipe(
  v.string(),
  v.regex(
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'an id such as 8e3941b4-a6e9-499f-a1ac-2a4662025cba',
  ),
);

export const roles = ['reader', 'member', 'admin'] as const;
const role = v.optional(v.picklist(roles), 'member');

const credential = v.strictObject({
  id: v.string(),
  secret: v.string(),
  role,
  /** What it is narrowed to: `PUT /v2.0/floatingips/*`. */
  accessRules: v.optional(v.array(v.pipe(v.string(), v.regex(/^[A-Z]+ \/\S*$/, 'GET /path')))),
});

const user = v.strictObject({
  name: v.string(),
  password: v.string(),
  project: v.optional(v.string(), 'demo'),
  domain: v.optional(v.string(), 'Default'),
  role,
});

const network = v.strictObject({
  id: uuid,
  /** Whether a router leads from it to the external network, which floating IPs need. */
  routed: v.optional(v.boolean(), true),
});

const port = v.strictObject({
  id: uuid,
  mac: v.optional(v.string(), 'fa:16:3e:00:00:01'),
  network: uuid,
  ips: v.pipe(v.array(ip), v.minLength(1, 'a list of at least one address')),
  /** Its allowed address pairs: IPs, or networks. */
  allowed: v.optional(v.array(v.string()), []),
});

const server = v.strictObject({
  id: uuid,
  name: v.string(),
  /** The hypervisor that it is on. */
  host: v.string(),
  zone: v.optional(v.string(), 'nova'),
  /** Where this instance's own metadata service listens. */
  metadata: v.optional(listen),
  /** The address by which the common metadata service recognises this instance. */
  source: v.optional(ip),
  ports: v.array(port),
});

const floatingIp = v.strictObject({
  id: uuid,
  ip,
  /** The port that has it at first, and on which of its IPs: the first one if none is named. */
  port: v.optional(v.nullable(uuid)),
  fixedIp: v.optional(ip),
});

/** A port that nothing is plugged into, whose IP is where it is announced. */
const vipPort = v.strictObject({
  id: uuid,
  ip,
  network: uuid,
  /** The port that has announced it last. */
  port: v.optional(v.nullable(uuid)),
});

/** The part of a topology that is about OpenStack. */
export const openstackSection = v.strictObject({
  region: v.optional(v.string(), 'RegionOne'),
  credentials: v.optional(v.array(credential), [{ id: 'rehearsal', secret: 'rehearsal' }]),
  users: v.optional(v.array(user), []),
  /** How long a token is good for. */
  tokenMs: v.optional(milliseconds, 3_600_000),
  /** What tokens begin with, so that they can be searched for. */
  tokenPrefix: v.optional(v.string(), 'gAAAAA-rehearsal-'),
  /** How long other API servers go on showing a floating IP as it was before a change. */
  lagMs: v.optional(milliseconds, 0),
  /** How long an L3 agent takes until a floating IP is ACTIVE. */
  agentMs: v.optional(milliseconds, 500),
  /** How long a virtual IP takes to follow an announcement. */
  driftMs: v.optional(milliseconds, 500),
  /** Whether to associate a floating IP with the very port that has it is refused, as releases until 2018 do. */
  refusesRepeats: v.optional(v.boolean(), true),
  /** Whether a floating IP says what has its port: an extension that some clouds lack. */
  portDetails: v.optional(v.boolean(), true),
  /** The most that a list has on a page; without it, there are no pages. */
  pageLimit: v.optional(positive),
  /** The common metadata service, which tells instances apart by their `source`. */
  metadata: v.optional(v.strictObject({ listen: v.optional(listen) }), {}),
  networks: v.array(network),
  servers: v.array(server),
  floatingIps: v.optional(v.array(floatingIp), []),
  vipPorts: v.optional(v.array(vipPort), []),
});

export type OpenstackSection = v.InferOutput<typeof openstackSection>;

/** A project without anything, which no credential opens. */
export const noOpenstack: OpenstackSection = v.parse(openstackSection, {
  credentials: [],
  networks: [],
  servers: [],
});

/** What could not be so in OpenStack; paths begin inside the section. */
export function openstackProblems(section: OpenstackSection): readonly Problem[] {
  const { networks, servers, floatingIps, vipPorts } = section;
  const known = new Set(networks.map(({ id }) => id));
  const all = servers.flatMap(({ ports }) => ports);
  return [
    ...servers.flatMap(({ ports }, index) =>
      ports.flatMap((one, at) =>
        known.has(one.network)
          ? []
          : [{ path: ['servers', index, 'ports', at, 'network'], text: noNetwork(one.network) }],
      ),
    ),
    ...vipPorts.flatMap((one, index) =>
      known.has(one.network)
        ? []
        : [{ path: ['vipPorts', index, 'network'], text: noNetwork(one.network) }],
    ),
    ...holders('floatingIps', floatingIps, all),
    ...holders('vipPorts', vipPorts, all),
    ...doubles('floatingIps', floatingIps),
    ...elsewhere(floatingIps, all),
  ];
}

function noNetwork(id: string): string {
  return `there is no network ${id}: list it in networks`;
}

type Ports = OpenstackSection['servers'][number]['ports'];

function holders(
  key: string,
  items: readonly { readonly port?: string | null | undefined }[],
  ports: Ports,
): readonly Problem[] {
  return items.flatMap(({ port: holder }, index) => {
    if (holder === undefined || holder === null) return [];
    if (ports.some(({ id }) => id === holder)) return [];
    return [{ path: [key, index, 'port'], text: `there is no port ${holder} of a server` }];
  });
}

function doubles(
  key: string,
  items: readonly { readonly id: string; readonly ip: string }[],
): readonly Problem[] {
  return items.flatMap(({ id, ip: address }, index) => {
    const before = items.slice(0, index);
    const isDouble = before.some((one) => one.id === id || one.ip === address);
    return isDouble ? [{ path: [key, index], text: `duplicate id or IP ${id}, ${address}` }] : [];
  });
}

function elsewhere(floatingIps: OpenstackSection['floatingIps'], ports: Ports): readonly Problem[] {
  return floatingIps.flatMap(({ port: holder, fixedIp }, index) => {
    const found = ports.find(({ id }) => id === holder);
    if (fixedIp === undefined || found === undefined || found.ips.includes(fixedIp)) return [];
    const text = `${normaliseIp(fixedIp)} is not an IP of port ${holder}`;
    return [{ path: ['floatingIps', index, 'fixedIp'], text }];
  });
}
