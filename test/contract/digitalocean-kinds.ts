import type { Cloud } from '../../src/emulator/cloud.ts';
import { token } from '../support/token.ts';
import type { KindCase } from './kind-case.ts';

const post = { method: 'POST' };
const json = { 'content-type': 'application/json' };
const pending = '{"id":"unprocessable_entity","message":"Droplet already has a pending event."}';

function topologyOf(reservedIps: readonly string[]): string {
  return `
digitalocean:
  tokens: [{ token: ${token} }]
  actionMs: 700
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3 }
  reservedIps: [${reservedIps.join(', ')}]
`;
}

interface Own {
  readonly kind: 'digitalocean-reserved-ip' | 'digitalocean-reserved-ipv6';
  readonly ip: string;
  readonly unknown: string;
  readonly ipOf: (index: number) => string;
}

function reservedIpCase({ kind, ip, unknown, ipOf }: Own): KindCase {
  const reserved = ({ digitalocean }: Cloud) => digitalocean.reservedIps.get(ip)!;
  const isIpv4 = kind === 'digitalocean-reserved-ip';
  const collection = isIpv4 ? 'reserved_ips' : 'reserved_ipv6';
  return {
    kind,
    self: '222',
    other: '111',
    topology: topologyOf([`{ ip: '${ip}', region: nyc3, droplet: 111 }`]),
    entry: `ip: '${ip}'`,
    unknown: `ip: '${unknown}'`,
    many(count) {
      const ips = Array.from({ length: count }, (_, index) => ipOf(index));
      return {
        topology: topologyOf(ips.map((one) => `{ ip: '${one}', region: nyc3 }`)),
        entries: ips.map((one) => `ip: '${one}'`),
      };
    },
    // The list of IPv6 addresses says nothing of the free ones: one of them is looked up.
    mostReads: (count) => Math.ceil(count / 200) + (isIpv4 ? 0 : 1),
    place(cloud, node) {
      cloud.digitalocean.place(reserved(cloud), node === null ? null : Number(node));
    },
    holder(cloud) {
      cloud.digitalocean.settle();
      const { droplet } = reserved(cloud);
      return droplet === null ? null : String(droplet);
    },
    writes: ({ received }) => received.list().filter(({ method }) => method === 'POST').length,
    reads: ({ received }) =>
      received
        .list()
        .filter(({ method, path }) => method === 'GET' && path.startsWith(`/v2/${collection}`))
        .length,
    // Of these two, only IPv4 addresses can be seen to be locked.
    showsChanges: isIpv4,
    move: [post],
    troubles: {
      throttled: {
        match: post,
        fault: { type: 'status', status: 429, headers: { ...json, 'retry-after': '2' } },
      },
      busy: { match: post, fault: { type: 'status', status: 422, body: pending } },
      denied: { match: post, fault: { type: 'status', status: 403 } },
      failing: { match: post, fault: { type: 'action', ends: 'errored' } },
      endless: { match: post, fault: { type: 'action', ends: 'never' } },
    },
    skip: {},
  };
}

export const digitaloceanKinds: readonly KindCase[] = [
  reservedIpCase({
    kind: 'digitalocean-reserved-ip',
    ip: '203.0.113.10',
    unknown: '203.0.113.99',
    ipOf: (index) => `198.18.${index >> 8}.${index & 255}`,
  }),
  reservedIpCase({
    kind: 'digitalocean-reserved-ipv6',
    ip: '2001:db8::10',
    unknown: '2001:db8::99',
    ipOf: (index) => `2001:db8:1::${(index + 1).toString(16)}`,
  }),
];
