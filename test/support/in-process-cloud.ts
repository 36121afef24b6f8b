import { AxiosError } from 'axios';
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';

import { createCloud } from '../../src/emulator/cloud.ts';
import type { Cloud } from '../../src/emulator/cloud.ts';
import type { CloudReply, CloudRequest, Effect } from '../../src/emulator/exchange.ts';
import { parseTopology } from '../../src/emulator/topology.ts';
import type { Topology } from '../../src/emulator/topology.ts';
import type { HttpAdapter } from '../../src/lib/http/http-request.ts';
// Loaded with the first request, which would take real time that a fake clock knows nothing of.
import '../../src/lib/http/send-by-axios.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { token } from './token.ts';

/** The embedded cloud behind axios without a network, on a clock of the test's own. */
export interface InProcessCloud {
  readonly cloud: Cloud;
  readonly adapter: HttpAdapter;
  readonly endpoint: string;
  /** Base URL of Tencent Cloud's API. */
  readonly tencent: string;
  /** The base URL of the metadata service as a node sees it. */
  metadata(node: string): string;
}

const endpoint = 'https://api.cloud.test';
const tencent = 'https://vpc.cloud.test';
/** Base URL of Hetzner Cloud's API. */
export const hetznerEndpoint = 'https://hetzner.cloud.test';
/** Base URL of AWS's APIs. */
export const awsEndpoint = 'https://aws.cloud.test';
/** Base URL of Keystone and Neutron. */
export const openstackEndpoint = 'https://openstack.cloud.test';

const twoDroplets = `
digitalocean:
  tokens: [{ token: ${token} }]
  actionMs: 700
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3 }
    - { id: 333, name: far, region: ams3 }
  reservedIps:
    - { ip: 203.0.113.10, region: nyc3, droplet: 111 }
    - { ip: 203.0.113.11, region: ams3 }
    - { ip: '2001:db8::10', region: nyc3, droplet: 111 }
`;

export function startInProcessCloud(clock: Clock, topology: string = twoDroplets): InProcessCloud {
  const cloud = createCloud(parsedOnce(topology), { now: () => clock.wall() });
  return {
    cloud,
    endpoint,
    tencent,
    metadata: (node) => `http://metadata-${node}.test`,
    async adapter(config, attempt) {
      attempt.beforeSend(false);
      return await exchange(config, cloud.answer(requestOf(config)), clock);
    },
  };
}

const parsed = new Map<string, Topology>();

/** Random tests begin thousands of times with the same one. */
function parsedOnce(text: string): Topology {
  const known = parsed.get(text) ?? parseTopology({ path: 'the test', text });
  parsed.set(text, known);
  return known;
}

/** What the cloud gets to see of a request. */
export function requestOf(config: InternalAxiosRequestConfig): CloudRequest {
  const url = new URL(`${config.baseURL ?? ''}${config.url ?? ''}`);
  const [, node] = /^metadata-(.*)\.test$/.exec(url.hostname) ?? [];
  const headers = Object.entries(config.headers.toJSON()).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return {
    service: serviceOf(url, node),
    method: (config.method ?? 'get').toUpperCase(),
    path: url.pathname,
    query: url.searchParams,
    search: url.search.slice(1),
    headers: { host: url.host, ...Object.fromEntries(headers) },
    body: typeof config.data === 'string' ? config.data : '',
    node,
  };
}

function serviceOf({ origin, pathname }: URL, node: string | undefined): CloudRequest['service'] {
  if (origin === hetznerEndpoint) return 'hetzner-api';
  if (origin === awsEndpoint) return 'aws-api';
  if (pathname.startsWith('/hetzner/')) return 'hetzner-metadata';
  if (node?.startsWith('i-') === true) return 'aws-metadata';
  if (origin === openstackEndpoint) return 'openstack-api';
  if (pathname.startsWith('/openstack/')) return 'openstack-metadata';
  if (node === undefined) return origin === tencent ? 'tencent-api' : 'digitalocean-api';
  return node.startsWith('ins-') ? 'tencent-metadata' : 'digitalocean-metadata';
}

function exchange(
  config: InternalAxiosRequestConfig,
  { latencyMs, ending }: Effect,
  clock: Clock,
): Promise<AxiosResponse> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(latencyMs, () => deliver(config, ending, { resolve, reject }));
    config.signal?.addEventListener?.('abort', () => {
      cancel();
      reject(canceled(config));
    });
  });
}

export interface Settle {
  resolve(response: AxiosResponse): void;
  reject(error: Error): void;
}

/** Ends a request as axios would. One that hangs is left as it is. */
export function deliver(
  config: InternalAxiosRequestConfig,
  ending: Effect['ending'],
  settle: Settle,
): void {
  if (ending.type === 'reply') answer(config, ending.reply, settle);
  if (ending.type === 'reset')
    settle.reject(new AxiosError('socket hang up', 'ECONNRESET', config));
  if (ending.type === 'truncate') settle.reject(brokenOff(config, ending.reply));
}

/** What axios throws when its signal aborts. */
export function canceled(config: InternalAxiosRequestConfig): AxiosError {
  return new AxiosError('canceled', 'ERR_CANCELED', config);
}

function answer(
  config: InternalAxiosRequestConfig,
  reply: CloudReply,
  { resolve, reject }: Settle,
): void {
  const { status, headers, body: data } = reply;
  const response = { status, statusText: '', headers: { ...headers }, config, data, request: {} };
  if (config.validateStatus?.(status) ?? true) resolve(response);
  else reject(new AxiosError(`Status ${status}`, 'ERR_BAD_RESPONSE', config, {}, response));
}

/** As axios reports a body that breaks off: with a response, but without data. */
function brokenOff(
  config: InternalAxiosRequestConfig,
  { status, headers }: CloudReply,
): AxiosError {
  const response = { status, statusText: '', headers: { ...headers }, config, data: undefined };
  return new AxiosError('stream has been aborted', 'ERR_BAD_RESPONSE', config, {}, response);
}
