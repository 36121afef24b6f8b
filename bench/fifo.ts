import { writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { quantile } from './quantile.ts';
import { giveBack, startWatchedHost, tell, timesToPost } from './watched-host.ts';
import type { HostOptions } from './watched-host.ts';

/**
 * From a line in keepalived's FIFO to the assign request at the cloud, with `floatip watch`: over many lines, the same
 * with a journal on a disk that takes 50 ms for every line, and with 100 addresses that all follow that instance.
 *
 *     npm run bench:fifo [lines] [rounds with 100 addresses]
 */

const lines = Number(process.argv[2] ?? 1000);
const rounds = Number(process.argv[3] ?? 20);
/** A slow disk may show in the tail, not in the middle. */
const targets = { p50: 2, p99: 8, slowRatio: 1.1, first: 5 } as const;

async function measureLines(options: HostOptions): Promise<readonly number[]> {
  const host = await startWatchedHost(options);
  const times: number[] = [];
  try {
    // The first few only warm up.
    for (let line = -5; line < lines; line += 1) {
      const [ms = NaN] = await timesToPost(host, options.ids, () => tell(host, 'MASTER'));
      await giveBack(host, options.ids);
      if (line >= 0) times.push(ms);
    }
  } finally {
    await host.close();
  }
  return times;
}

interface Many {
  readonly first: readonly number[];
  readonly middle: readonly number[];
  readonly last: readonly number[];
}

async function measureMany(options: HostOptions): Promise<Many> {
  const host = await startWatchedHost(options);
  const many = { first: [] as number[], middle: [] as number[], last: [] as number[] };
  try {
    for (let round = -2; round < rounds; round += 1) {
      const times = await timesToPost(host, options.ids, () => tell(host, 'MASTER'));
      await giveBack(host, options.ids);
      if (round < 0) continue;
      many.first.push(quantile(times, 0));
      many.middle.push(quantile(times, 0.5));
      many.last.push(quantile(times, 1));
    }
  } finally {
    await host.close();
  }
  return many;
}

function configOf(ids: readonly number[]): string {
  const path = join(tmpdir(), `floatip-bench-${process.pid}-${ids.length}.yaml`);
  const entries = ids.map(
    (id) => `  - { name: web${id}, kind: hetzner-floating-ip, id: '${id}', follow: VI_1 }\n`,
  );
  // A pass at the moment of the line would be another measurement.
  writeFileSync(path, `timing: { interval: 60s }\naddresses:\n${entries.join('')}`, {
    mode: 0o600,
  });
  return path;
}

function print(what: string, values: readonly number[]): void {
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => quantile(values, share).toFixed(1));
  console.log(`  ${what.padEnd(44)}p50 ${p50}   p90 ${p90}   p99 ${p99}`);
}

function judge(what: string, value: number, atMost: number): void {
  const verdict = value <= atMost ? 'ok' : 'MISSED';
  console.log(`  ${what} ${value.toFixed(2)}, at most ${atMost}: ${verdict}`);
  if (value > atMost) process.exitCode = 1;
}

async function main(): Promise<void> {
  const ids = Array.from({ length: 100 }, (_, index) => 4711 + index);
  const one = ids.slice(0, 1);
  const single = { ids: one, config: configOf(one) };
  const plain = await measureLines(single);
  const slow = await measureLines({ ...single, preload: './bench/slow-disk.cjs' });
  const many = await measureMany({ ids, config: configOf(ids) });
  const [load = 0] = loadavg();
  console.log(`Of ${lines} lines each, in ms; node ${process.version}, load ${load.toFixed(1)}\n`);
  print('a line in the FIFO to the request', plain);
  print('with 50 ms for a line of the journal', slow);
  console.log(`\n100 addresses at once, ${rounds} rounds: the request of\n`);
  print('the first of them', many.first);
  print('half of them', many.middle);
  print('all of them', many.last);
  console.log();
  const [p50, slowP50] = [quantile(plain, 0.5), quantile(slow, 0.5)];
  judge('p50 ms', p50, targets.p50);
  judge('p99 ms', quantile(plain, 0.99), targets.p99);
  judge('with a slow journal, p50 of that without', slowP50 / p50, targets.slowRatio);
  judge('with a slow journal, p99 ms', quantile(slow, 0.99), targets.p99);
  judge('first of 100, p50 ms', quantile(many.first, 0.5), targets.first);
}

await main();
