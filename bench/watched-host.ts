import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { serveCloud } from '../src/emulator/serve.ts';
import type { ServedCloud } from '../src/emulator/serve.ts';
import { parseTopology } from '../src/emulator/topology.ts';
import { memoryFolder } from './memory-folder.ts';

/** A host with a watcher and a FIFO, and a cloud that lets it do as much as it likes. */
export interface WatchedHost {
  readonly served: ServedCloud;
  readonly fifo: string;
  /** Of everything that this host keeps. */
  readonly folder: string;
  readonly watcher: ChildProcess;
  close(): Promise<void>;
}

export interface HostOptions {
  /** Of floating IPs of Hetzner Cloud, as many of which as anybody likes may be on one host. */
  readonly ids: readonly number[];
  readonly config: string;
  /** Loaded before floatip. */
  readonly preload?: string;
}

const idsOfServers = { other: 111, own: 222 } as const;

const topologyOf = (ids: readonly number[]): string => `
listen: 127.0.0.1:0
hetzner:
  tokens: [{ token: hcloud-rehearsal }]
  limits: { perHour: 10000000 }
  actionMs: 5
  servers:
    - { id: ${idsOfServers.other}, name: lb1, location: fsn1 }
    - { id: ${idsOfServers.own}, name: lb2, location: fsn1, metadata: '127.0.0.1:0' }
  floatingIps:
${ids.map((id, index) => `    - { id: ${id}, ip: 203.0.113.${index + 1}, location: fsn1, server: ${idsOfServers.other} }`).join('\n')}
`;

export const wallMs = (): number => performance.timeOrigin + performance.now();

export async function startWatchedHost(options: HostOptions): Promise<WatchedHost> {
  const text = topologyOf(options.ids);
  const served = await serveCloud(parseTopology({ path: 'the bench', text }), wallMs);
  const folder = memoryFolder();
  const fifo = join(folder, 'fifo');
  spawnSync('mkfifo', [fifo]);
  const args = ['watch', '--fifo', fifo, '--listen', '127.0.0.1:0'];
  const watcher = startFloatip(args, served, { ...options, folder: join(folder, 'watch') });
  const host = { served, fifo, folder, watcher };
  await waitFor(() =>
    served.cloud.received.list().some(({ path }) => path.includes('/floating_ips')),
  );
  return {
    ...host,
    async close() {
      watcher.kill();
      if (watcher.exitCode === null) await once(watcher, 'exit');
      await served.close();
      rmSync(folder, { recursive: true });
    },
  };
}

interface Start extends Pick<HostOptions, 'config' | 'preload'> {
  /** Where it keeps what it shares with others of this host. */
  readonly folder: string;
}

export function startFloatip(
  args: readonly string[],
  { endpoint, metadata }: ServedCloud,
  { folder, config, preload }: Start,
): ChildProcess {
  // NODE_EXTRA_CA_CERTS would add some 70 ms to every start of Node, so it is left out here.
  const env = {
    PATH: process.env['PATH'],
    HCLOUD_TOKEN: 'hcloud-rehearsal',
    FLOATIP_CONFIG: config,
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: `${folder}-state`,
    FLOATIP_HETZNER_ENDPOINT: endpoint,
    FLOATIP_HETZNER_METADATA: metadata.get(String(idsOfServers.own)),
  };
  const before = preload === undefined ? [] : ['--require', preload];
  return spawn(process.execPath, [...before, 'bin/floatip.js', ...args], { env, stdio: 'ignore' });
}

export function tell({ fifo }: Pick<WatchedHost, 'fifo'>, state: string): void {
  appendFileSync(fifo, `INSTANCE "VI_1" ${state} 200\n`);
}

/** When the POST for each address came. Milliseconds after `begun`. */
export async function timesToPost(
  { served: { cloud }, watcher }: Pick<WatchedHost, 'served' | 'watcher'>,
  ids: readonly number[],
  begin: () => void,
): Promise<readonly number[]> {
  cloud.received.clear();
  const begun = wallMs();
  begin();
  const posts = (): readonly { readonly path: string; readonly atMs: number }[] =>
    cloud.received.list().filter(({ method }) => method === 'POST');
  await waitFor(() => {
    if (watcher.exitCode !== null) throw new Error(`The watcher ended with ${watcher.exitCode}`);
    return posts().length >= ids.length;
  });
  return ids.map(
    (id) => (posts().find(({ path }) => path.includes(`/${id}/`))?.atMs ?? NaN) - begun,
  );
}

/** Lets the moves and their runs come to their end, and moves the addresses back. */
export async function giveBack(host: WatchedHost, ids: readonly number[]): Promise<void> {
  const { hetzner: state } = host.served.cloud;
  const before = new Set(filesBelow(host, 'events'));
  tell(host, 'BACKUP');
  await waitFor(() =>
    filesBelow(host, 'events').some((file) => file.includes('-BACKUP') && !before.has(file)),
  );
  await waitFor(() => filesBelow(host, 'runs').every((file) => !/-claim-/.test(file)));
  for (const id of ids) {
    const floating = state.floatingIps.get(id);
    if (floating === undefined) throw new Error(`No ${id} in the topology`);
    for (state.settle(); state.isLocked(floating); state.settle()) await sleep(5);
    state.place(floating, idsOfServers.other);
  }
}

function filesBelow({ folder }: WatchedHost, kind: string): readonly string[] {
  const files = readdirSync(join(folder, 'watch'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.includes(`/${kind}/`));
}

export async function waitFor(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 10_000) throw new Error('Waited for 20 s in vain');
    await sleep(2);
  }
}
