import http from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import { normaliseIp } from '../core/ip.ts';
import { createCloud } from './cloud.ts';
import type { Cloud } from './cloud.ts';
import { answerControl, controlRoot } from './control.ts';
import type { Listening } from './emulated-cloud.ts';
import type { CloudRequest } from './exchange.ts';
import { metadataListeners } from './metadata-listeners.ts';
import type { MetadataListener } from './metadata-listeners.ts';
import { cloudEntries } from './registry.ts';
import type { Topology } from './topology.ts';
import { play } from './wire.ts';

/** An embedded cloud that listens. */
export interface ServedCloud extends Listening {
  readonly cloud: Cloud;
  close(): Promise<void>;
}

/** Starts everything that a topology lists. Throws the system's error where it cannot listen. */
export async function serveCloud(
  topology: Topology,
  now: () => number = () => Date.now(),
): Promise<ServedCloud> {
  const cloud = createCloud(topology, { now });
  const listeners = createListeners();
  try {
    const endpoint = await listeners.start(topology.listen, apiHandler(cloud));
    const metadata = new Map<string, string>();
    for (const { name, at, service, nodeOf } of metadataListeners(topology)) {
      metadata.set(name, await listeners.start(at, metadataHandler(cloud, service, nodeOf)));
    }
    return { cloud, endpoint, metadata, close: listeners.stop };
  } catch (error) {
    await listeners.stop();
    throw error;
  }
}

interface Arrived {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: string;
}

type Handler = (arrived: Arrived, response: ServerResponse) => void;

async function respond(
  handle: Handler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://cloud');
  handle({ request, url, body: await text(request) }, response);
}

function apiHandler(cloud: Cloud): Handler {
  return (arrived, response) => {
    const { url, request, body } = arrived;
    if (!url.pathname.startsWith(`${controlRoot}/`)) {
      play(cloud.answer(cloudRequest(apiService(arrived), arrived)), response);
      return;
    }
    const path = url.pathname.slice(controlRoot.length);
    const reply = answerControl(cloud, { method: request.method ?? 'GET', path, body });
    play({ latencyMs: 0, ending: { type: 'reply', reply } }, response);
  };
}

/** That of the cloud whose action or path it names, or else of the first one. */
function apiService({ request, url, body }: Arrived): string {
  const asked = { headers: headersOf(request), query: url.searchParams, body };
  const named = cloudEntries.find(
    ([, cloud]) => cloud.actionIn?.(asked) !== undefined || cloud.hasPath?.(url.pathname) === true,
  );
  return (named ?? cloudEntries[0])?.[1].services.api ?? '';
}

function metadataHandler(
  cloud: Cloud,
  service: string,
  nodeOf: MetadataListener['nodeOf'],
): Handler {
  return (arrived, response) => {
    const asking = normaliseIp(arrived.request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '');
    play(cloud.answer(cloudRequest(service, arrived, nodeOf(asking))), response);
  };
}

function cloudRequest(
  service: string,
  { request, url, body }: Arrived,
  node?: string,
): CloudRequest {
  return {
    service,
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    // Not from the URL, which may escape it in another way.
    search: /\?(.*)$/s.exec(request.url ?? '')?.[1] ?? '',
    headers: headersOf(request),
    body,
    node,
  };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value)] as const),
  );
}

interface Listeners {
  /** Listens at an address and port, and returns the base URL, with the port it really got. */
  start(at: string, handle: Handler): Promise<string>;
  stop(): Promise<void>;
}

function createListeners(): Listeners {
  const servers: Server[] = [];
  return {
    async start(at, handle) {
      const server = http.createServer((request, response) => {
        respond(handle, request, response).catch(() => response.destroy());
      });
      servers.push(server);
      return await bind(server, at);
    },
    async stop() {
      await Promise.all(servers.map(unbind));
    },
  };
}

async function bind(server: Server, at: string): Promise<string> {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(at) ?? [];
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(port), host.replaceAll(/^\[|\]$/g, ''), resolve);
  });
  const bound = server.address();
  const actual = bound === null || typeof bound === 'string' ? port : bound.port;
  return `http://${host}:${actual}`;
}

async function unbind(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
