import type { CloudRegistry } from './clouds.ts';

/** The one place that knows every cloud: one entry a cloud. What a cloud consists of is loaded when it is needed. */
export const registry: CloudRegistry = {
  digitalocean: {
    variables: ['DO_TOKEN', 'DIGITALOCEAN_TOKEN'],
    load: async () => (await import('./digitalocean/cloud.ts')).digitalocean,
  },
  tencent: {
    variables: ['TENCENTCLOUD_SECRET_ID'],
    load: async () => (await import('./tencent/cloud.ts')).tencent,
  },
  hetzner: {
    variables: ['HCLOUD_TOKEN'],
    load: async () => (await import('./hetzner/cloud.ts')).hetzner,
  },
};
