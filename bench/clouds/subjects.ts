import type { Cloud } from '../../src/emulator/cloud.ts';
import type { Received } from '../../src/emulator/received.ts';
import type { ServedCloud } from '../../src/emulator/serve.ts';

/** An address of one cloud, and host lb2, which is to take it. */
export interface Subject {
  /** Of the cloud. */
  readonly name: string;
  /** The address in the config. */
  readonly entry: string;
  env(served: ServedCloud): Readonly<Record<string, string>>;
  /** Puts the address back on lb1. */
  giveBack(cloud: Cloud): void;
  isTaking(received: Received): boolean;
}

export const subjects: readonly Subject[] = [
  {
    name: 'digitalocean',
    entry: 'kind: digitalocean-reserved-ip, ip: 203.0.113.10',
    env: ({ endpoint, metadata }) => ({
      DO_TOKEN: 'dop_v1_rehearsal',
      FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
      FLOATIP_DIGITALOCEAN_METADATA: metadata.get('222') ?? '',
    }),
    giveBack({ digitalocean }) {
      digitalocean.settle();
      digitalocean.place(known(digitalocean.reservedIps.get('203.0.113.10')), 111);
    },
    isTaking: ({ method }) => method === 'POST',
  },
  {
    name: 'hetzner',
    entry: 'kind: hetzner-floating-ip, ip: 203.0.113.20, id: 4711',
    env: ({ endpoint, metadata }) => ({
      HCLOUD_TOKEN: 'hcloud-rehearsal',
      FLOATIP_HETZNER_ENDPOINT: endpoint,
      FLOATIP_HETZNER_METADATA: metadata.get('22222') ?? '',
    }),
    giveBack({ hetzner }) {
      hetzner.settle();
      hetzner.place(known(hetzner.floatingIps.get(4711)), 11_111);
    },
    isTaking: ({ method }) => method === 'POST',
  },
  {
    name: 'aws',
    entry: 'kind: aws-eip, id: eipalloc-00000001',
    env: ({ endpoint, metadata }) => ({
      FLOATIP_AWS_ENDPOINT: endpoint,
      FLOATIP_AWS_METADATA: metadata.get('i-00000002') ?? '',
    }),
    giveBack({ aws }) {
      const at = { interface: 'eni-00000001', ip: '10.0.4.20' };
      aws.placeEip(known(aws.eips.get('eipalloc-00000001')), at);
    },
    isTaking: ({ body }) => body.includes('Action=AssociateAddress'),
  },
  {
    name: 'openstack',
    entry: 'kind: openstack-floating-ip, ip: 203.0.113.50',
    env: ({ endpoint, metadata }) => ({
      OS_AUTH_URL: `${endpoint}/identity/v3`,
      OS_APPLICATION_CREDENTIAL_ID: 'floatip',
      OS_APPLICATION_CREDENTIAL_SECRET: 'rehearsal',
      FLOATIP_OPENSTACK_METADATA: metadata.get('8e3941b4-a6e9-499f-a1ac-2a4662025c02') ?? '',
    }),
    giveBack({ openstack }) {
      const floating = known(openstack.floatingIps.get('2f245a7b-796b-4f26-9cf9-9e82d248fda1'));
      openstack.place(floating, openstack.placeAt('fc861431-0e6c-4842-a0ed-e2363f9bc301'));
    },
    isTaking: ({ method }) => method === 'PUT',
  },
];

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('It is not in the topology');
  return found;
}
