import type { Cloud } from '../../src/emulator/cloud.ts';
import { hetznerEndpoint } from '../support/in-process-cloud.ts';
import { hcloudToken } from '../support/token.ts';
import type { KindCase } from './kind-case.ts';

const post = { service: 'hetzner-api', method: 'POST' };

function topologyOf(floatingIps: readonly string[]): string {
  return `
hetzner:
  tokens: [{ token: ${hcloudToken} }]
  actionMs: 700
  servers:
    - { id: 11111, name: lb1, location: fsn1 }
    - { id: 22222, name: lb2, location: nbg1 }
  floatingIps: [${floatingIps.join(', ')}]
`;
}

interface Own {
  /** As the cloud writes it. */
  readonly ip: string;
  readonly entry: string;
  readonly unknown: string;
  readonly ipOf: (index: number) => string;
}

function floatingIpCase({ ip, entry, unknown, ipOf }: Own): KindCase {
  const floating = ({ hetzner }: Cloud) => hetzner.floatingIps.get(4711)!;
  const received = (cloud: Cloud, method: string) =>
    cloud.received.list().filter((one) => one.service === 'hetzner-api' && one.method === method);
  return {
    kind: 'hetzner-floating-ip',
    self: '22222',
    other: '11111',
    topology: topologyOf([`{ id: 4711, ip: '${ip}', location: fsn1, server: 11111 }`]),
    entry,
    unknown,
    env: {
      DO_TOKEN: undefined,
      HCLOUD_TOKEN: hcloudToken,
      FLOATIP_HETZNER_ENDPOINT: hetznerEndpoint,
      FLOATIP_HETZNER_METADATA: 'http://metadata-22222.test',
    },
    many(count) {
      const ips = Array.from({ length: count }, (_, index) => ipOf(index));
      return {
        topology: topologyOf(
          ips.map((one, index) => `{ id: ${index + 1}, ip: '${one}', location: fsn1 }`),
        ),
        entries: ips.map((one) => `ip: '${one}'`),
      };
    },
    mostReads: (count) => Math.ceil(count / 50),
    place(cloud, node) {
      cloud.hetzner.place(floating(cloud), node === null ? null : Number(node));
    },
    holder(cloud) {
      cloud.hetzner.settle();
      const { server } = floating(cloud);
      return server === null ? null : String(server);
    },
    writes: (cloud) => received(cloud, 'POST').length,
    reads: (cloud) =>
      received(cloud, 'GET').filter(({ path }) => path.startsWith('/v1/floating_ips')).length,
    // A floating IP says nothing of the action that runs on it.
    showsChanges: false,
    move: [post],
    troubles: {
      throttled: { match: post, fault: { type: 'status', status: 429 } },
      busy: { match: post, fault: { type: 'refuse', code: 'locked' } },
      denied: { match: post, fault: { type: 'refuse', code: 'token_readonly' } },
      failing: { match: post, fault: { type: 'action', ends: 'errored' } },
      endless: { match: post, fault: { type: 'action', ends: 'never' } },
    },
    skip: {},
  };
}

const ipv4Of = (index: number): string => `198.18.${index >> 8}.${index & 255}`;

const [byIpv4, byIpv6, byId] = [
  floatingIpCase({
    ip: '203.0.113.20',
    entry: 'ip: 203.0.113.20',
    unknown: 'ip: 203.0.113.99',
    ipOf: ipv4Of,
  }),
  floatingIpCase({
    ip: '2001:db8:20::/64',
    entry: "ip: '2001:db8:20::5'",
    unknown: "ip: '2001:db8:99::5'",
    ipOf: (index) => `2001:db8:0:${(index + 1).toString(16)}::/64`,
  }),
  floatingIpCase({
    ip: '203.0.113.20',
    entry: 'id: 4711',
    unknown: 'id: 9999',
    ipOf: ipv4Of,
  }),
];

export const hetznerKinds: readonly KindCase[] = [byIpv4];

/** The same kind, listed in the other ways. */
export const hetznerVariants: readonly (readonly [name: string, KindCase])[] = [
  ['an IPv6 /64', byIpv6],
  [
    'its id',
    {
      ...byId,
      skip: {
        reconcile:
          'A MASTER that has it already finds out by one refused write, as nobody looks first',
      },
    },
  ],
];
