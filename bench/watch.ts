import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { serveCloud } from '../src/emulator/serve.ts';
import type { ServedCloud } from '../src/emulator/serve.ts';
import { parseTopology } from '../src/emulator/topology.ts';

/**
 * From a line in keepalived's FIFO to the assign request at the cloud, with `floatip watch`; and in
 * turns, in the same run, from the start of a cold `floatip notify` to the same request.
 *
 *     npm run bench:watch [rounds]
 */

const ip = '203.0.113.10';
const rounds = Number(process.argv[2] ?? 200);
const targets = { p50: 3, p99: 15 } as const;

const topology = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: dop_v1_rehearsal }]
  limits: { perMinute: 1000000, perHour: 1000000 }
  actionMs: 5
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps: [{ ip: ${ip}, region: nyc3, droplet: 111 }]
`;

const wallMs = (): number => performance.timeOrigin + performance.now();

async function main(): Promise<void> {
  const served = await serveCloud(parseTopology({ path: 'the bench', text: topology }), wallMs);
  // Like /run, where the state of a host is: not on a disk.
  const folder = mkdtempSync(
    join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'floatip-bench-'),
  );
  const fifo = join(folder, 'fifo');
  spawnSync('mkfifo', [fifo]);
  const watcher = startFloatip(['watch', '--fifo', fifo], served, join(folder, 'watch'));
  const warm: number[] = [];
  const cold: number[] = [];
  try {
    await waitFor(() => served.cloud.received.list().some(({ path }) => path.endsWith(ip)));
    for (let round = 0; round < rounds + 5; round += 1) {
      const fromFifo = await timeToPost(served, () => tell(fifo, 'MASTER'));
      await giveBack(served, fifo);
      const fromStart = await timeToPost(served, () => startNotify(served, folder));
      await giveBack(served, fifo);
      // The first few only warm up.
      if (round >= 5) {
        warm.push(fromFifo);
        cold.push(fromStart);
      }
    }
  } finally {
    watcher.kill();
    await once(watcher, 'exit');
    await served.close();
    rmSync(folder, { recursive: true });
  }
  report(warm, cold);
}

function startFloatip(
  args: readonly string[],
  { endpoint, metadata }: ServedCloud,
  folder: string,
): ChildProcess {
  // NODE_EXTRA_CA_CERTS would add some 70 ms to every start of Node, so it is left out here.
  const env = {
    PATH: process.env['PATH'],
    DO_TOKEN: 'dop_v1_rehearsal',
    FLOATIP_CONFIG: 'bench/config.yaml',
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
    FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: metadata.get('222'),
  };
  return spawn(process.execPath, ['bin/floatip.js', ...args], { env, stdio: 'ignore' });
}

/** A hook of its own runtime folder, so that it does not hand its event to the watcher. */
function startNotify(served: ServedCloud, folder: string): void {
  const own = join(folder, 'hook');
  startFloatip(['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'], served, own);
}

function tell(fifo: string, state: string): void {
  appendFileSync(fifo, `INSTANCE "VI_1" ${state} 200\n`);
}

async function timeToPost({ cloud }: ServedCloud, begin: () => void): Promise<number> {
  cloud.received.clear();
  const begun = wallMs();
  begin();
  const post = (): number | undefined =>
    cloud.received.list().find(({ method }) => method === 'POST')?.atMs;
  await waitFor(() => post() !== undefined);
  return (post() ?? 0) - begun;
}

/** Lets the move and its runs come to their end, and moves the address back. */
async function giveBack({ cloud }: ServedCloud, fifo: string): Promise<void> {
  const { digitalocean: state } = cloud;
  const reserved = state.reservedIps.get(ip);
  if (reserved === undefined) throw new Error(`No ${ip} in the topology`);
  tell(fifo, 'BACKUP');
  await sleep(60);
  state.settle();
  state.place(reserved, 111);
}

async function waitFor(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 5000) throw new Error('Waited for 10 s in vain');
    await sleep(2);
  }
}

function report(warm: readonly number[], cold: readonly number[]): void {
  console.log(`${rounds} rounds in turns, in ms; node ${process.version}\n`);
  for (const [name, values] of [
    ['a line in the FIFO to the request', warm],
    ['start of a hook to the request', cold],
  ] as const) {
    const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => quantile(values, share).toFixed(1));
    console.log(`  ${name.padEnd(36)}p50 ${p50}   p90 ${p90}   p99 ${p99}`);
  }
  const ratio = quantile(cold, 0.5) / quantile(warm, 0.5);
  console.log(`\n  a hook takes ${ratio.toFixed(0)} times as long\n`);
  for (const [name, share, atMost] of [
    ['p50', 0.5, targets.p50],
    ['p99', 0.99, targets.p99],
  ] as const) {
    const ms = quantile(warm, share);
    const verdict = ms <= atMost ? 'ok' : 'MISSED';
    console.log(`  ${name} ${ms.toFixed(1)} ms, at most ${atMost}: ${verdict}`);
    if (ms > atMost) process.exitCode = 1;
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

await main();
