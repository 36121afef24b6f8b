import type { Cloud } from '../../src/emulator/cloud.ts';
import { programApi, reachByPrograms, sampleProgram } from '../support/program-cloud.ts';
import { token } from '../support/token.ts';
import type { KindCase } from './kind-case.ts';

/** The program that comes with floatip, in front of a cloud that floatip does not know it has. */

const ip = '203.0.113.10';
const post = { service: 'digitalocean-api', method: 'POST' };
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

function entryOf(one: string): string {
  return `ip: ${one}, node: '222', command: ['${sampleProgram}']`;
}

function reserved({ digitalocean }: Cloud) {
  const found = digitalocean.reservedIps.get(ip);
  if (found === undefined) throw new Error(`No ${ip} in the topology`);
  return found;
}

export const execKinds: readonly KindCase[] = [
  {
    kind: 'exec',
    self: '222',
    other: '111',
    topology: topologyOf([`{ ip: ${ip}, region: nyc3, droplet: 111 }`]),
    entry: entryOf(ip),
    unknown: entryOf('203.0.113.99'),
    env: { DO_TOKEN: undefined, MY_CLOUD_TOKEN: token, MY_CLOUD_API: programApi },
    connect: ({ world, clock }) => reachByPrograms(world.cloud, clock),
    before: { service: 'digitalocean-api', method: 'GET' },
    many(count) {
      const ips = Array.from({ length: count }, (_, at) => `198.18.${at >> 8}.${at & 255}`);
      return {
        topology: topologyOf(ips.map((one) => `{ ip: ${one}, region: nyc3 }`)),
        entries: ips.map(entryOf),
      };
    },
    mostReads: (count) => Math.ceil(count / 200),
    place(cloud, node) {
      cloud.digitalocean.place(reserved(cloud), node === null ? null : Number(node));
    },
    holder(cloud) {
      cloud.digitalocean.settle();
      const { droplet } = reserved(cloud);
      return droplet === null ? null : String(droplet);
    },
    writes: ({ received }) => received.list().filter(({ method }) => method === 'POST').length,
    reads: ({ received }) => received.list().filter(({ method }) => method === 'GET').length,
    showsChanges: true,
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
  },
];
