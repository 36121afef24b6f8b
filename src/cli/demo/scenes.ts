import type { Kind } from '../../core/address.ts';
import type { ServedCloud } from '../../emulator/serve.ts';

/** One cloud of the demo, and lb2 in it. */
export interface Scene {
  readonly cloud: string;
  /** What the cloud calls the two hosts. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly addresses: readonly DemoAddress[];
  /** Where lb2 finds this cloud, and what it shows there. */
  env(served: ServedCloud): Readonly<Record<string, string>>;
}

export interface DemoAddress {
  readonly name: string;
  readonly kind: Kind;
  /** The rest of its line in the config. */
  readonly entry: string;
  readonly title: string;
  /** How this kind of address changes hands. */
  readonly how: string;
}

const digitalocean: Scene = {
  cloud: 'DigitalOcean',
  hosts: { '111': 'lb1', '222': 'lb2' },
  addresses: [
    {
      name: 'web',
      kind: 'digitalocean-reserved-ip',
      entry: 'ip: 203.0.113.10',
      title: 'reserved IP 203.0.113.10',
      how: 'one request takes it',
    },
    {
      name: 'web6',
      kind: 'digitalocean-reserved-ipv6',
      entry: "ip: '2001:db8::10'",
      title: 'reserved IPv6 2001:db8::10',
      how: 'one request takes it',
    },
  ],
  env: ({ endpoint, metadata }) => ({
    DO_TOKEN: 'dop_v1_demo',
    FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: metadata.get('222') ?? '',
  }),
};

const tencent: Scene = {
  cloud: 'Tencent Cloud',
  hosts: { 'ins-lb100001': 'lb1', 'ins-lb200002': 'lb2' },
  addresses: [
    {
      name: 'pub',
      kind: 'tencent-eip',
      entry: 'id: eip-demo0001',
      title: 'EIP 203.0.113.20',
      how: 'unbound there, bound here',
    },
    {
      name: 'vip',
      kind: 'tencent-havip',
      entry: 'id: havip-demo0001, interface: eth0',
      title: 'HAVIP havip-demo0001',
      how: 'announced until the cloud follows',
    },
    {
      name: 'net',
      kind: 'tencent-private-ip',
      entry: 'ip: 10.0.4.30',
      title: 'private IP 10.0.4.30',
      how: 'migrated from interface to interface',
    },
  ],
  env: ({ endpoint, metadata }) => ({
    FLOATIP_TENCENT_ENDPOINT: endpoint,
    FLOATIP_TENCENT_METADATA: metadata.get('ins-lb200002') ?? '',
  }),
};

export const scenes: readonly Scene[] = [digitalocean, tencent];

/** The config of lb2. */
export function configOf({ addresses }: Scene): string {
  const lines = addresses.map(
    ({ name, kind, entry }) => `  - { name: ${name}, kind: ${kind}, ${entry} }`,
  );
  return `addresses:\n${lines.join('\n')}\n`;
}
