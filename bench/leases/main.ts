import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { during, rowsOf } from '../rates.ts';
import type { Counts, Rates } from '../rates.ts';
import { startBenchEtcd } from './etcd.ts';
import type { BenchEtcd } from './etcd.ts';
import { openField } from './field.ts';
import type { Field } from './field.ts';

/**
 * Addresses that are spread over hosts by leases, with real watchers, a real etcd of three members and an
 * embedded cloud whose moves take 50 ms: what it takes while nothing happens, and when some of the hosts die.
 *
 *     npm run bench:leases -- [--addresses 1000,3000,10000] [--hosts 3] [--dying 1] [--parts 24] [--ttl 5]
 */

const { values } = parseArgs({
  options: {
    addresses: { type: 'string', default: '1000,3000,10000' },
    hosts: { type: 'string', default: '3' },
    dying: { type: 'string', default: '1' },
    parts: { type: 'string', default: '24' },
    ttl: { type: 'string', default: '5' },
  },
});
const hosts = Number(values.hosts);
const dying = Number(values.dying);
const parts = Number(values.parts);
const ttlS = Number(values.ttl);

const idleMs = 30_000;
const patienceMs = 600_000;

interface Row {
  readonly addresses: number;
  /** What it took until all hosts knew what is theirs. */
  readonly start: ReturnType<Field['requests']>;
  readonly megabytes: number;
  readonly idle: Rates;
  readonly moved: number;
  readonly firstMs: number;
  readonly allMs: number;
  readonly death: Omit<Rates, 'processor'>;
}

interface Scene {
  readonly field: Field;
  readonly etcd: BenchEtcd;
}

async function measure(addresses: number): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'floatip-leases-'));
  const etcd = await startBenchEtcd(folder);
  const { endpoints } = etcd;
  const field = await openField({ addresses, hosts, parts, ttlS, folder, endpoints });
  try {
    const scene = { field, etcd };
    await untilCalm(scene, addresses);
    const start = field.requests();
    const { result: megabytes, rates: idle } = await during(lookAt(scene), async () => {
      await sleep(idleMs);
      return field.usage().megabytes;
    });
    return { addresses, start, megabytes, idle, ...(await death(scene)) };
  } finally {
    await field.close();
    await etcd.close();
    rmSync(folder, { recursive: true });
  }
}

/**
 * Until whoever has a part has made sure of its addresses: nothing is written, and no more is read than the looks of
 * all hosts, which are 10 s apart. A look takes a request for every 50 addresses.
 */
async function untilCalm({ field }: Scene, addresses: number): Promise<void> {
  const looks = hosts * Math.ceil(addresses / 50);
  const until = performance.now() + patienceMs;
  for (let [calm, before] = [0, field.requests()]; performance.now() < until;) {
    await sleep(10_000);
    const now = field.requests();
    const isCalm = now.writes > 0 && now.writes === before.writes;
    calm = isCalm && now.all - before.all <= 2 * looks ? calm + 1 : 0;
    before = now;
    if (calm === 3) return;
  }
  throw new Error(`It does not become calm: ${JSON.stringify([...field.counts()])}`);
}

async function death(scene: Scene): Promise<Pick<Row, 'moved' | 'firstMs' | 'allMs' | 'death'>> {
  const { field } = scene;
  const victims = Array.from({ length: dying }, (_, index) => index + 1);
  const countLeft = (): number => {
    const counts = field.counts();
    return victims.reduce((sum, victim) => sum + (counts.get(victim) ?? 0), 0);
  };
  const had = countLeft();
  if (had === 0) throw new Error('The hosts that are to die have nothing');
  const { result, rates } = await during(lookAt(scene), async () => {
    for (const victim of victims) field.kill(victim);
    const from = performance.now();
    let firstMs: number | undefined;
    for (let left = had; left > 0;) {
      await sleep(100);
      left = countLeft();
      if (left < had) firstMs ??= performance.now() - from;
      if (performance.now() - from > patienceMs) throw new Error(`${left} are still there`);
    }
    return { firstMs: firstMs ?? 0, allMs: performance.now() - from };
  });
  return { moved: had, ...result, death: rates };
}

function lookAt({ field, etcd }: Scene): () => Promise<Counts> {
  return async () => ({
    etcd: await etcd.requests(),
    cloud: field.requests().all,
    cpuS: field.usage().cpuS,
  });
}

function render(rows: readonly Row[]): string {
  const head = `| addresses | requests to the cloud at the start, writes | memory of a watcher | idle: etcd, cloud a second | idle: processor | of ${dying === 1 ? 'a host that dies' : `${dying} hosts that die`} | first, last moved after | meanwhile: etcd, cloud a second |`;
  const line = '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |';
  const cells = rows.map(
    ({ addresses, start, megabytes, idle, moved, firstMs, allMs, death: rates }) =>
      [
        addresses.toLocaleString('en'),
        `${start.all.toLocaleString('en')}, ${start.writes.toLocaleString('en')}`,
        `${megabytes.toFixed(0)} MB`,
        `${idle.etcd.toFixed(0)}, ${idle.cloud.toFixed(1)}`,
        `${(100 * idle.processor).toFixed(0)} %`,
        moved.toLocaleString('en'),
        `${(firstMs / 1000).toFixed(1)}, ${(allMs / 1000).toFixed(1)} s`,
        `${rates.etcd.toFixed(0)}, ${rates.cloud.toFixed(0)}`,
      ].join(' | '),
  );
  const load = loadavg()[0]?.toFixed(1);
  const note = `${hosts} hosts, ${parts} parts, leases of ${ttlS} s, load ${load} at the end.`;
  return [note, '', head, line, ...cells.map((one) => `| ${one} |`)].join('\n');
}

console.log(render(await rowsOf(values.addresses, measure)));
