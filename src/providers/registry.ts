import type { CloudRegistry } from './clouds.ts';

/** The one place that knows every cloud: one entry a cloud. What a cloud consists of is loaded when it is needed. */
export const registry: CloudRegistry = {
  digitalocean: {
    variables: ['DO_TOKEN', 'DIGITALOCEAN_TOKEN'],
    secretsBegin: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    load: async () => (await import('./digitalocean/cloud.ts')).digitalocean,
  },
  tencent: {
    variables: ['TENCENTCLOUD_SECRET_ID'],
    secretsBegin: ['AKID'],
    load: async () => (await import('./tencent/cloud.ts')).tencent,
  },
  hetzner: {
    variables: ['HCLOUD_TOKEN'],
    load: async () => (await import('./hetzner/cloud.ts')).hetzner,
  },
  aws: {
    variables: ['AWS_ACCESS_KEY_ID'],
    secretsBegin: ['AKIA', 'ASIA'],
    load: async () => (await import('./aws/cloud.ts')).aws,
  },
  openstack: {
    variables: ['OS_CLOUD', 'OS_AUTH_URL', 'OS_APPLICATION_CREDENTIAL_ID'],
    load: async () => (await import('./openstack/cloud.ts')).openstack,
  },
  exec: {
    variables: [],
    load: async () => (await import('./exec/cloud.ts')).exec,
  },
};
