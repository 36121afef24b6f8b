import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ServedCloud } from '../src/emulator/serve.ts';
import { memoryFolder } from './memory-folder.ts';
import { ip, serveTwoDroplets, token, wallMs } from './two-droplets.ts';
import { waitFor } from './watched-host.ts';

/** One of two Droplets, on which a watcher reads a FIFO. */
export interface WatchedDroplet {
  readonly served: ServedCloud;
  readonly fifo: string;
  readonly folder: string;
  /** The runtime folder of the watcher, below that. */
  readonly own: string;
  readonly watcher: ChildProcess;
  close(): Promise<void>;
}

export async function startWatchedDroplet(): Promise<WatchedDroplet> {
  const served = await serveTwoDroplets(5);
  const folder = memoryFolder();
  const [fifo, own] = [join(folder, 'fifo'), join(folder, 'watch')];
  spawnSync('mkfifo', [fifo]);
  const watcher = startFloatip(['watch', '--fifo', fifo, '--listen', '127.0.0.1:0'], served, own);
  await waitFor(() => served.cloud.received.list().some(({ path }) => path.endsWith(ip)));
  return {
    served,
    fifo,
    folder,
    own,
    watcher,
    async close() {
      watcher.kill();
      if (watcher.exitCode === null) await once(watcher, 'exit');
      await served.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function startFloatip(
  args: readonly string[],
  { endpoint, metadata }: ServedCloud,
  folder: string,
): ChildProcess {
  // NODE_EXTRA_CA_CERTS would add some 70 ms to every start of Node, so it is left out here.
  const env = {
    PATH: process.env['PATH'],
    DO_TOKEN: token,
    FLOATIP_CONFIG: 'bench/config.yaml',
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
    FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: metadata.get('222'),
  };
  return spawn(process.execPath, ['bin/floatip.js', ...args], { env, stdio: 'ignore' });
}

/** A hook hands its event to the watcher where its runtime folder is that of the watcher. */
export function startNotify(served: ServedCloud, folder: string): void {
  startFloatip(['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'], served, folder);
}

export function tell({ fifo }: Pick<WatchedDroplet, 'fifo'>, state: string): void {
  appendFileSync(fifo, `INSTANCE "VI_1" ${state} 200\n`);
}

/** Milliseconds until the cloud has the request. */
export async function timeToPost({ cloud }: ServedCloud, begin: () => void): Promise<number> {
  cloud.received.clear();
  const begun = wallMs();
  begin();
  const post = (): number | undefined =>
    cloud.received.list().find(({ method }) => method === 'POST')?.atMs;
  await waitFor(() => post() !== undefined);
  return (post() ?? 0) - begun;
}

/** Lets the move and its runs come to their end, and moves the address back. */
export async function giveBack(droplet: WatchedDroplet): Promise<void> {
  const { digitalocean: state } = droplet.served.cloud;
  const reserved = state.reservedIps.get(ip);
  if (reserved === undefined) throw new Error(`No ${ip} in the topology`);
  tell(droplet, 'BACKUP');
  await sleep(60);
  state.settle();
  state.place(reserved, 111);
}
