import { AxiosError } from 'axios';
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';

import { createCloud } from '../../src/cloud/cloud.ts';
import type { Cloud } from '../../src/cloud/cloud.ts';
import type { CloudReply, CloudRequest, Effect } from '../../src/cloud/exchange.ts';
import { parseTopology } from '../../src/cloud/topology.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { token } from './token.ts';

type Adapter = (config: InternalAxiosRequestConfig) => Promise<AxiosResponse>;

/** The embedded cloud behind axios without a network, on a clock of the test's own. */
export interface InProcessCloud {
  readonly cloud: Cloud;
  readonly adapter: Adapter;
  readonly endpoint: string;
  /** The base URL of the metadata service as a node sees it. */
  metadata(node: string): string;
}

const endpoint = 'https://api.cloud.test';

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
  const parsed = parseTopology({ path: 'the test', text: topology });
  const cloud = createCloud(parsed, { now: () => clock.wall() });
  return {
    cloud,
    endpoint,
    metadata: (node) => `http://metadata-${node}.test`,
    adapter: (config) => exchange(config, cloud.answer(requestOf(config)), clock),
  };
}

function requestOf(config: InternalAxiosRequestConfig): CloudRequest {
  const url = new URL(`${config.baseURL ?? ''}${config.url ?? ''}`);
  const [, node] = /^metadata-(.*)\.test$/.exec(url.hostname) ?? [];
  const headers = Object.entries(config.headers.toJSON()).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return {
    service: node === undefined ? 'digitalocean-api' : 'digitalocean-metadata',
    method: (config.method ?? 'get').toUpperCase(),
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: typeof config.data === 'string' ? config.data : '',
    node,
  };
}

function exchange(
  config: InternalAxiosRequestConfig,
  { latencyMs, ending }: Effect,
  clock: Clock,
): Promise<AxiosResponse> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      if (ending.type === 'reply') answer(config, ending.reply, { resolve, reject });
      if (ending.type === 'reset') reject(new AxiosError('socket hang up', 'ECONNRESET', config));
      if (ending.type === 'truncate') reject(brokenOff(config, ending.reply));
    };
    const cancel = clock.after(latencyMs, end);
    const { signal } = config;
    signal?.addEventListener?.('abort', () => {
      cancel();
      reject(new AxiosError('canceled', 'ERR_CANCELED', config));
    });
  });
}

interface Settle {
  resolve(response: AxiosResponse): void;
  reject(error: Error): void;
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
