import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { preferenceFor, withPart } from '../../src/core/spread.ts';
import { serveCloud } from '../../src/emulator/serve.ts';
import type { ServedCloud } from '../../src/emulator/serve.ts';
import { parseTopology } from '../../src/emulator/topology.ts';
import { countsIn, hetznerField } from '../../test/support/hetzner-field.ts';
import { hcloudToken } from '../../test/support/token.ts';
import { cpuSecondsOf, megabytesOf } from '../process-use.ts';
import { countRequests } from '../rates.ts';

export interface FieldOptions {
  readonly addresses: number;
  readonly hosts: number;
  readonly parts: number;
  readonly ttlS: number;
  readonly folder: string;
  readonly endpoints: readonly string[];
}

/** Addresses that are spread over hosts, each with a real watcher, and the cloud that they are in. */
export interface Field {
  /** How many of the addresses each host has, in the cloud's books. */
  counts(): ReadonlyMap<number, number>;
  /** How many requests the cloud was sent until now, and how many of them were to change something. */
  requests(): { readonly all: number; readonly writes: number };
  /** The memory of a watcher in MB, the mean of all that run, and the processor time of all of them. */
  usage(): { readonly megabytes: number; readonly cpuS: number };
  /** Which hosts run. */
  running(): readonly number[];
  kill(host: number): void;
  close(): Promise<void>;
}

export async function openField(options: FieldOptions): Promise<Field> {
  const served = await serveCloud(parseTopology({ path: 'the bench', text: topologyOf(options) }));
  const config = configOf(options);
  const watchers = new Map<number, ChildProcess>();
  for (const host of hostsOf(options)) {
    watchers.set(host, startWatcher(host, { served, config, options }));
    // On one machine, dozens that begin at once are late with all that they do.
    await sleep(500);
  }
  const running = (): number[] =>
    [...watchers].flatMap(([host, child]) => (isAlive(child) ? [host] : []));
  return {
    running,
    counts: () => countsIn(served.cloud),
    requests: countRequests(served.cloud),
    usage() {
      const pids = running().map((host) => watchers.get(host)?.pid ?? 0);
      const megabytes = pids.map(megabytesOf);
      return {
        megabytes: megabytes.reduce((sum, one) => sum + one, 0) / Math.max(1, pids.length),
        cpuS: pids.map(cpuSecondsOf).reduce((sum, one) => sum + one, 0),
      };
    },
    kill: (host) => void watchers.get(host)?.kill('SIGKILL'),
    async close() {
      for (const child of watchers.values()) await end(child);
      await served.close();
    },
  };
}

function hostsOf({ hosts }: FieldOptions): readonly number[] {
  return Array.from({ length: hosts }, (_, index) => index + 1);
}

interface Listed {
  readonly name: string;
  readonly ip: string;
  readonly follow: { readonly lease: string; readonly spread: number };
}

function listed({ addresses, parts }: FieldOptions): readonly Listed[] {
  return Array.from({ length: addresses }, (_, n) => ({
    name: `a${n}`,
    ip: `198.18.${n >> 8}.${n & 255}`,
    follow: { lease: 'w', spread: parts },
  }));
}

/** As it is when all hosts have been there for long. */
function ownerOf(address: Listed, options: FieldOptions): number {
  const follow = withPart(address).follow;
  const preference = (host: number): number => preferenceFor(`h${host}`, follow.lease);
  return hostsOf(options).toSorted((left, right) => preference(right) - preference(left))[0] ?? 0;
}

function topologyOf(options: FieldOptions): string {
  const servers = hostsOf(options).map(
    (host) => `    - { id: ${host}, name: h${host}, location: fsn1, metadata: '127.0.0.1:0' }`,
  );
  const ips = listed(options).map(
    (one, n) =>
      `    - { id: ${n + 1}, ip: ${one.ip}, location: fsn1, server: ${ownerOf(one, options)} }`,
  );
  return hetznerField(servers, ips);
}

function configOf(options: FieldOptions): string {
  const { endpoints, ttlS, parts } = options;
  const entries = listed(options).map(
    ({ name, ip }) =>
      // 10,000 of them have to fit into a file of 1 MiB.
      `- {name: ${name},kind: hetzner-floating-ip,ip: ${ip},follow: {lease: w,spread: ${parts}}}`,
  );
  return `
leases:
  etcd: { endpoints: [${endpoints.join(', ')}], ttl: ${ttlS}s }
  movesPerMinute: 1000
addresses:
${entries.join('\n')}
`;
}

interface Start {
  readonly served: ServedCloud;
  readonly config: string;
  readonly options: FieldOptions;
}

function startWatcher(host: number, { served, config, options }: Start): ChildProcess {
  const folder = join(options.folder, `h${host}`);
  mkdirSync(folder);
  const path = join(folder, 'config.yaml');
  writeFileSync(path, config.replace('leases:\n', `leases:\n  host: h${host}\n`));
  const env = {
    PATH: process.env['PATH'],
    HCLOUD_TOKEN: hcloudToken,
    FLOATIP_CONFIG: path,
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
    FLOATIP_HETZNER_ENDPOINT: served.endpoint,
    FLOATIP_HETZNER_METADATA: served.metadata.get(String(host)),
  };
  const args = ['bin/floatip.js', 'watch'];
  return spawn(process.execPath, args, { env, stdio: 'ignore' });
}

function isAlive({ exitCode, signalCode, killed }: ChildProcess): boolean {
  return exitCode === null && signalCode === null && !killed;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
