import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';

import { pagePlaces } from '../src/watch/page/page-place.ts';
import { quantile } from './quantile.ts';
import { giveBack, startNotify, startWatchedDroplet, tell, timeToPost } from './watched-droplet.ts';
import type { WatchedDroplet } from './watched-droplet.ts';

/**
 * From a line in keepalived's FIFO to the assign request at the cloud, with `floatip watch`; and in
 * turns, in the same run, from the start of a cold `floatip notify` to the same request. Then the former
 * once more, block by block without and with 200 readers of its page, of whom some read nothing.
 *
 *     npm run bench:watch [rounds]
 *
 * Between the two, a hook that hands its event over to the watcher.
 */

const rounds = Number(process.argv[2] ?? 200);
const readers = { all: 200, slow: 50 } as const;
/** Of each sort, in turns. */
const blocks = 4;
const targets = { p50: 3, p99: 15 } as const;

async function main(): Promise<void> {
  const bench = await startWatchedDroplet();
  const { served, folder } = bench;
  const warm: number[] = [];
  const handed: number[] = [];
  const cold: number[] = [];
  let read: Read | undefined;
  try {
    for (let round = 0; round < rounds + 5; round += 1) {
      const fromFifo = await timeToPost(served, () => tell(bench, 'MASTER'));
      await giveBack(bench);
      const fromHook = await timeToPost(served, () => startNotify(served, bench.own));
      await giveBack(bench);
      const fromStart = await timeToPost(served, () => startNotify(served, join(folder, 'hook')));
      await giveBack(bench);
      // The first few only warm up.
      if (round >= 5) {
        warm.push(fromFifo);
        handed.push(fromHook);
        cold.push(fromStart);
      }
    }
    const [url = ''] = pagePlaces([bench.own]);
    read = await measureRead(url, bench);
  } finally {
    await bench.close();
  }
  report({ warm, handed, cold });
  reportRead(read);
}

/** What a page that is read costs. */
interface Read {
  readonly without: readonly number[];
  readonly with: readonly number[];
  /** Of the watcher, in MB. */
  readonly memoryBefore: number;
  readonly memoryWith: number;
}

async function measureRead(url: string, bench: WatchedDroplet): Promise<Read> {
  const [unread, read]: [number[], number[]] = [[], []];
  const memoryBefore = memoryOf(bench.watcher);
  let memoryWith = 0;
  for (let block = 0; block < blocks; block += 1) {
    unread.push(...(await measureBlock(bench)));
    const reading = await startReaders(url);
    try {
      read.push(...(await measureBlock(bench)));
      memoryWith = Math.max(memoryWith, memoryOf(bench.watcher));
    } finally {
      reading.kill('SIGKILL');
      await once(reading, 'exit');
    }
  }
  return { without: unread, with: read, memoryBefore, memoryWith };
}

async function measureBlock(bench: WatchedDroplet): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < Math.ceil(rounds / blocks); round += 1) {
    times.push(await timeToPost(bench.served, () => tell(bench, 'MASTER')));
    await giveBack(bench);
  }
  return times;
}

async function startReaders(url: string): Promise<ChildProcess> {
  const args = ['--import', 'tsx', 'bench/readers.ts', url, ...Object.values(readers).map(String)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

function memoryOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

interface Times {
  readonly warm: readonly number[];
  readonly handed: readonly number[];
  readonly cold: readonly number[];
}

function report({ warm, handed, cold }: Times): void {
  const [load = 0] = loadavg();
  console.log(
    `${rounds} rounds in turns, in ms; node ${process.version}, load ${load.toFixed(1)}\n`,
  );
  for (const [name, values] of [
    ['a line in the FIFO to the request', warm],
    ['start of a hook that hands over', handed],
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

function reportRead(read: Read | undefined): void {
  if (read === undefined) return;
  console.log(`\n  a line in the FIFO to the request, ${read.with.length} lines each`);
  for (const [name, values] of [
    ['nobody reads the page', read.without],
    [`${readers.all} readers, ${readers.slow} of whom read nothing`, read.with],
  ] as const) {
    const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => quantile(values, share).toFixed(1));
    console.log(`  ${name.padEnd(42)}p50 ${p50}   p90 ${p90}   p99 ${p99}`);
  }
  const { memoryBefore, memoryWith } = read;
  console.log(
    `  memory ${memoryBefore.toFixed(0)} MB before, ${memoryWith.toFixed(0)} MB with them`,
  );
}

await main();
