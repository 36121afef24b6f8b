import { hetznerEndpoint } from './in-process-cloud.ts';
import { keepalivedHost } from './keepalived-host.ts';
import type { KeepalivedHost } from './keepalived-host.ts';
import { hcloudToken } from './token.ts';

export interface HetznerHost extends KeepalivedHost {
  /** What the API was asked, in its order: `GET /floating_ips/4711`. */
  asked(): string[];
}

export interface HetznerHostOptions {
  readonly topology?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Why no IP can be put on an interface, or taken from one. */
  readonly refuseIps?: string;
}

export const hetznerTopology = `
hetzner:
  tokens:
    - { token: ${hcloudToken} }
  actionMs: 700
  servers:
    - { id: 11111, name: lb1, location: fsn1 }
    - { id: 22222, name: lb2, location: nbg1 }
    - { id: 33333, name: far, location: ash }
  floatingIps:
    - { id: 4711, ip: 203.0.113.20, location: fsn1, server: 11111 }
    - { id: 4712, ip: '2001:db8:20::/64', location: fsn1, server: 11111 }
`;

export const hetznerEnv = {
  DO_TOKEN: undefined,
  HCLOUD_TOKEN: hcloudToken,
  FLOATIP_HETZNER_ENDPOINT: hetznerEndpoint,
  FLOATIP_HETZNER_METADATA: 'http://metadata-22222.test',
};

/** Server 22222, with addresses of the kind hetzner-floating-ip. */
export function hetznerHost(
  entries: readonly string[],
  { topology = hetznerTopology, env = {}, refuseIps }: HetznerHostOptions = {},
): HetznerHost {
  const lines = entries.map((entry) => `  - { kind: hetzner-floating-ip, follow: VI_1, ${entry} }`);
  const host = keepalivedHost(`addresses:\n${lines.join('\n')}\n`, topology, {
    node: '22222',
    env: { ...hetznerEnv, ...env },
    ...(refuseIps === undefined ? {} : { refuseIps }),
  });
  const received = () => host.world.cloud.received.list();
  return Object.assign(host, {
    asked: () =>
      received()
        .filter(({ service }) => service === 'hetzner-api')
        .map(({ method, path }) => `${method} ${path.replace('/v1', '')}`),
  });
}
