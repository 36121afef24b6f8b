import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';

import { serveCloud } from '../../src/emulator/serve.ts';
import type { ServedCloud } from '../../src/emulator/serve.ts';
import { parseTopology } from '../../src/emulator/topology.ts';
import { countsIn, hetznerField } from './hetzner-field.ts';
import { hcloudToken } from './token.ts';

export interface FleetFieldOptions {
  readonly addresses: number;
  readonly hosts: number;
  readonly controllers: number;
  readonly ttlS: number;
  /** How often hosts are asked. */
  readonly interval: string;
  /** How often the cloud is read. */
  readonly passes: string;
  readonly folder: string;
  readonly endpoints: readonly string[];
}

/** Hosts that only take connections, the cloud that they are in, and controllers with watchers of their own. */
export interface FleetField {
  readonly served: ServedCloud;
  readonly controllers: ReadonlyMap<string, ChildProcess>;
  /** With which a command speaks for a controller. */
  envOf(controller: string): Readonly<Record<string, string>>;
  /** How many addresses each host has, in the cloud's books; 0 is nobody. */
  counts(): ReadonlyMap<number, number>;
  killHost(host: number): Promise<void>;
  close(): Promise<void>;
}

/** Addresses are spread evenly at first. */
export async function openFleetField(options: FleetFieldOptions): Promise<FleetField> {
  const listeners = new Map<number, Server>();
  for (const host of range(options.hosts)) listeners.set(host, await listen());
  const served = await serveCloud(parseTopology({ path: 'the field', text: topologyOf(options) }));
  const config = configOf(options, listeners);
  const names = controllersOf(options);
  const envOf = (name: string): Readonly<Record<string, string>> => ({
    HCLOUD_TOKEN: hcloudToken,
    FLOATIP_CONFIG: join(options.folder, name, 'config.yaml'),
    FLOATIP_RUNTIME_DIR: join(options.folder, name),
    FLOATIP_STATE_DIR: join(options.folder, name),
    FLOATIP_HETZNER_ENDPOINT: served.endpoint,
  });
  const controllers = new Map(
    names.map((name) => {
      mkdirSync(join(options.folder, name));
      const own = config.replace('leases:\n', `leases:\n  host: ${name}\n`);
      writeFileSync(join(options.folder, name, 'config.yaml'), own);
      return [name, start(envOf(name))];
    }),
  );
  return {
    served,
    controllers,
    envOf,
    counts: () => countsIn(served.cloud),
    killHost: (host) => end(listeners.get(host)),
    async close() {
      for (const child of controllers.values()) await kill(child);
      for (const listener of listeners.values()) await end(listener);
      await served.close();
    },
  };
}

function start(env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['bin/floatip.js', 'watch'], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'ignore',
  });
}

function controllersOf({ controllers }: FleetFieldOptions): readonly string[] {
  return range(controllers).map((n) => `c${n}`);
}

async function listen(): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function end(server: Server | undefined): Promise<void> {
  if (server?.listening !== true) return;
  const closed = once(server, 'close');
  server.close();
  await closed;
}

/** Waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function ipOf(n: number): string {
  return `198.18.${n >> 8}.${n & 255}`;
}

function topologyOf({ addresses, hosts }: FleetFieldOptions): string {
  const servers = range(hosts).map((id) => `    - { id: ${id}, name: h${id}, location: fsn1 }`);
  const ips = range(addresses).map(
    (id, n) => `    - { id: ${id}, ip: ${ipOf(n)}, location: fsn1, server: ${1 + (n % hosts)} }`,
  );
  return hetznerField(servers, ips);
}

function configOf(options: FleetFieldOptions, listeners: ReadonlyMap<number, Server>): string {
  const { addresses, endpoints, ttlS, interval, passes } = options;
  const nodes = [...listeners].map(([host, server]) => {
    const { port } = server.address() as AddressInfo;
    return `    - { node: '${host}', name: h${host}, tcp: '127.0.0.1:${port}' }`;
  });
  const entries = range(addresses).map(
    (_, n) =>
      // 10,000 of them have to fit into a file of 1 MiB.
      `- {name: a${n},kind: hetzner-floating-ip,ip: ${ipOf(n)},follow: {hosts: web}}`,
  );
  return `
leases:
  etcd: { endpoints: [${endpoints.join(', ')}], ttl: ${ttlS}s }
hosts:
  web:
    controllers: [${controllersOf(options).join(', ')}]
    interval: ${interval}
    nodes:
${nodes.join('\n')}
timing: { interval: ${passes} }
addresses:
${entries.join('\n')}
`;
}
