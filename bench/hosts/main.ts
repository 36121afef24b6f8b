import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { openFleetField } from '../../test/support/fleet-field.ts';
import type { FleetField } from '../../test/support/fleet-field.ts';
import { startBenchEtcd } from '../leases/etcd.ts';
import { memoryFolder } from '../memory-folder.ts';
import { cpuSecondsOf, megabytesOf } from '../process-use.ts';
import { countRequests, during, rowsOf } from '../rates.ts';
import type { Counts, Rates } from '../rates.ts';

/**
 * Addresses on hosts that run nothing, moved by three controllers with real watchers, a real etcd of three members
 * and an embedded cloud whose moves take 50 ms: what it takes while nothing happens, and when hosts die.
 *
 *     npm run bench:hosts -- [--addresses 1000,3000,10000] [--hosts 50] [--dying 5] [--ttl 5] [--passes 30s]
 */

const { values } = parseArgs({
  options: {
    addresses: { type: 'string', default: '1000,3000,10000' },
    hosts: { type: 'string', default: '50' },
    dying: { type: 'string', default: '5' },
    controllers: { type: 'string', default: '3' },
    ttl: { type: 'string', default: '5' },
    interval: { type: 'string', default: '2s' },
    passes: { type: 'string', default: '30s' },
  },
});

const idleMs = 60_000;
const patienceMs = 600_000;

interface Row {
  readonly addresses: number;
  /** Until the first controller had seen all. */
  readonly startMs: number;
  /** Of the controller that leads, and of the one with the least. */
  readonly megabytes: readonly [most: number, least: number];
  readonly idle: Rates;
  readonly moved: number;
  readonly firstMs: number;
  readonly allMs: number;
  readonly writes: number;
  readonly death: Rates;
}

interface Scene {
  readonly field: FleetField;
  readonly addresses: number;
  /** How many requests the cloud has had. */
  readonly requests: ReturnType<typeof countRequests>;
}

async function measure(addresses: number): Promise<Row> {
  const folder = memoryFolder();
  const etcd = await startBenchEtcd(folder);
  const field = await openFleetField({
    addresses,
    hosts: Number(values.hosts),
    controllers: Number(values.controllers),
    ttlS: Number(values.ttl),
    interval: values.interval,
    passes: values.passes,
    folder,
    endpoints: etcd.endpoints,
  });
  const requests = countRequests(field.served.cloud);
  const scene = { field, addresses, requests };
  const look = async (): Promise<Counts> => ({
    etcd: await etcd.requests(),
    cloud: requests().all,
    cpuS: pidsIn(field)
      .map(cpuSecondsOf)
      .reduce((sum, one) => sum + one, 0),
  });
  try {
    const startMs = await untilSeen(scene);
    const { rates: idle } = await during(look, () => sleep(idleMs));
    const megabytes = pidsIn(field)
      .map(megabytesOf)
      .toSorted((left, right) => right - left);
    const writesBefore = requests().writes;
    const { result, rates: death } = await during(look, () => die(scene));
    const writes = requests().writes - writesBefore;
    const [most = 0] = megabytes;
    const least = megabytes.at(-1) ?? 0;
    return { addresses, startMs, megabytes: [most, least], idle, ...result, writes, death };
  } finally {
    await field.close();
    await etcd.close();
    rmSync(folder, { recursive: true });
  }
}

/** Until all addresses were read, and some time for hosts to be found well. */
async function untilSeen({ addresses, requests }: Scene): Promise<number> {
  const from = performance.now();
  // 50 to a page.
  while (requests().all < addresses / 50) {
    if (performance.now() - from > patienceMs) throw new Error('They are not read');
    await sleep(50);
  }
  const ms = performance.now() - from;
  await sleep(15_000);
  return ms;
}

async function die({ field }: Scene): Promise<Pick<Row, 'moved' | 'firstMs' | 'allMs'>> {
  const victims = Array.from({ length: Number(values.dying) }, (_, index) => index + 1);
  const left = (): number => {
    const counts = field.counts();
    return victims.reduce((sum, host) => sum + (counts.get(host) ?? 0), 0);
  };
  const moved = left();
  const from = performance.now();
  await Promise.all(victims.map((host) => field.killHost(host)));
  let firstMs: number | undefined;
  for (let now = moved; now > 0; now = left()) {
    await sleep(50);
    if (now < moved) firstMs ??= performance.now() - from;
    if (performance.now() - from > patienceMs) throw new Error(`${now} are still there`);
  }
  return { moved, firstMs: firstMs ?? performance.now() - from, allMs: performance.now() - from };
}

function pidsIn({ controllers }: FleetField): readonly number[] {
  return [...controllers.values()].map(({ pid = 0 }) => pid);
}

function render(rows: readonly Row[]): string {
  const head =
    '| addresses | all read after | memory of the leader, of another | idle: etcd, cloud a second, processor | of the dead hosts | first, last moved after | writes | meanwhile: etcd, cloud a second, processor |';
  const line = '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |';
  const ratesOf = ({ etcd, cloud, processor }: Rates): string =>
    `${etcd.toFixed(0)}, ${cloud.toFixed(1)}, ${(100 * processor).toFixed(0)} %`;
  const cells = rows.map((row) =>
    [
      row.addresses.toLocaleString('en'),
      `${(row.startMs / 1000).toFixed(1)} s`,
      row.megabytes.map((one) => `${one.toFixed(0)} MB`).join(', '),
      ratesOf(row.idle),
      row.moved.toLocaleString('en'),
      `${(row.firstMs / 1000).toFixed(1)}, ${(row.allMs / 1000).toFixed(1)} s`,
      row.writes.toLocaleString('en'),
      ratesOf(row.death),
    ].join(' | '),
  );
  const { hosts, controllers, dying, ttl, interval, passes } = values;
  const load = loadavg()[0]?.toFixed(1);
  const note = `${hosts} hosts of which ${dying} die, ${controllers} controllers, leases of ${ttl} s, hosts asked every ${interval}, the cloud read every ${passes}, load ${load} at the end.`;
  return [note, '', head, line, ...cells.map((one) => `| ${one} |`)].join('\n');
}

console.log(render(await rowsOf(values.addresses, measure)));
