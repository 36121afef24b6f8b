import { openstackEndpoint } from './in-process-cloud.ts';
import { keepalivedHost } from './keepalived-host.ts';
import type { KeepalivedHost } from './keepalived-host.ts';
import { openstackSecret, openstackTokens } from './token.ts';

export interface OpenstackHost extends KeepalivedHost {
  /** What the APIs were asked, in their order: `GET floatingips?id=…`, `POST auth/tokens`. */
  asked(): string[];
}

export interface OpenstackHostOptions {
  readonly topology?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly kind?: string;
  /** Lines of the config besides the addresses. */
  readonly config?: string;
}

export const network = '02dd8479-ef26-4398-a102-d19d0a7b3a1f';
export const otherNetwork = '02dd8479-ef26-4398-a102-d19d0a7b3a2f';
/** Instances, the first one of which has everything at first. */
export const [lb1, lb2, lb3] = numbered('8e3941b4-a6e9-499f-a1ac-2a4662025c0');
/** Their ports; lb3 has two. */
export const [port1, port2, port3, port4] = numbered('fc861431-0e6c-4842-a0ed-e2363f9bc30');
export const [fip, fip2] = numbered('2f245a7b-796b-4f26-9cf9-9e82d248fda');
export const vipId = '43c831e0-19ce-4a76-9a49-57b57e69428b';

function numbered(base: string): readonly [string, string, string, string] {
  return [`${base}1`, `${base}2`, `${base}3`, `${base}4`];
}

export const credential = `{ id: floatip, secret: ${openstackSecret} }`;

/** What stands in front of all addresses; floatingIps and vipPorts come after it. */
export const openstackServers = `
openstack:
  credentials: [${credential}]
  tokenPrefix: ${openstackTokens}
  networks: [{ id: ${network} }, { id: ${otherNetwork}, routed: false }]
  servers:
    - { id: ${lb1}, name: lb1, host: compute1, ports: [{ id: ${port1}, network: ${network}, ips: [10.0.7.21], allowed: [10.0.7.99] }] }
    - { id: ${lb2}, name: lb2, host: compute2, ports: [{ id: ${port2}, network: ${network}, ips: [10.0.7.22, 10.0.7.32], allowed: [10.0.7.99] }] }
    - id: ${lb3}
      name: lb3
      host: compute3
      ports:
        - { id: ${port3}, network: ${network}, ips: [10.0.7.23] }
        - { id: ${port4}, network: ${otherNetwork}, ips: [10.0.8.23] }
`;

export const openstackTopology = `${openstackServers}
  lagMs: 700
  floatingIps:
    - { id: ${fip}, ip: 203.0.113.40, port: ${port1} }
    - { id: ${fip2}, ip: 203.0.113.41 }
  vipPorts:
    - { id: ${vipId}, ip: 10.0.7.99, network: ${network}, port: ${port1} }
`;

export const openstackEnv = {
  DO_TOKEN: undefined,
  OS_AUTH_URL: `${openstackEndpoint}/identity/v3`,
  OS_APPLICATION_CREDENTIAL_ID: 'floatip',
  OS_APPLICATION_CREDENTIAL_SECRET: openstackSecret,
  FLOATIP_OPENSTACK_METADATA: `http://metadata-${lb2}.test`,
};

/** Instance lb2, with addresses of one kind. */
export function openstackHost(
  entries: readonly string[],
  {
    topology = openstackTopology,
    env = {},
    kind = 'openstack-floating-ip',
    config = '',
  }: OpenstackHostOptions = {},
): OpenstackHost {
  const lines = entries.map((entry) => `  - { kind: ${kind}, follow: VI_1, ${entry} }`);
  const host = keepalivedHost(`${config}addresses:\n${lines.join('\n')}\n`, topology, {
    node: lb2,
    env: { ...openstackEnv, ...env },
    announce: ({ cloud }, ip) => void cloud.openstack.announce(ip, port2),
  });
  const received = () => host.world.cloud.received.list();
  return Object.assign(host, {
    asked: () =>
      received()
        .filter(({ service }) => service === 'openstack-api')
        .map(({ method, path, query }) => {
          const below = path.replace(/^\/(?:networking\/v2\.0|identity\/v3)\//, '');
          return `${method} ${below}${query === '' ? '' : `?${decodeURIComponent(query)}`}`;
        }),
  });
}
