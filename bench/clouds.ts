import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { serveCloud } from '../src/emulator/serve.ts';
import type { ServedCloud } from '../src/emulator/serve.ts';
import { parseTopology } from '../src/emulator/topology.ts';
import { seededRandom } from '../test/support/seeded-random.ts';
import { subjects } from './clouds/subjects.ts';
import type { Subject } from './clouds/subjects.ts';
import { topology } from './clouds/topology.ts';

/**
 * How long it takes from starting `floatip notify` to its requests on the wire, cloud by cloud, in turns, against
 * the embedded clouds:
 *
 *     npm run bench:clouds [rounds]
 */

const rounds = Number(process.argv[2] ?? 40);
const event = ['INSTANCE', 'VI_1', 'MASTER', '200'];

/** From the start of the process. Milliseconds. */
interface Sample {
  /** To the first request to the API. */
  readonly askedMs: number;
  /** To the request that takes the address. */
  readonly tookMs: number;
}

/** A cloud whose one request takes the address with no look before it, measured against another such one. */
const target = { what: 'hetzner', against: 'digitalocean', atMost: 1.05 } as const;

const wallMs = (): number => performance.timeOrigin + performance.now();

async function main(): Promise<void> {
  const served = await serveCloud(parseTopology({ path: 'the bench', text: topology }), wallMs);
  const folder = mkdtempSync(join(tmpdir(), 'floatip-bench-'));
  const samples = new Map<Subject, Sample[]>(subjects.map((subject) => [subject, []]));
  try {
    for (const subject of subjects) furnish(subject, folder);
    // Two rounds only warm the page cache and the caches of floatip.
    for (const { subject, counts } of turnsOf(rounds + 2, 2)) {
      const sample = await measure(subject, served, folder);
      if (counts) samples.get(subject)?.push(sample);
    }
  } finally {
    await served.close();
    rmSync(folder, { recursive: true });
  }
  report(samples);
}

interface Turn {
  readonly subject: Subject;
  readonly counts: boolean;
}

/** In another order each round, so that none always comes after the same. */
function turnsOf(count: number, idle: number): readonly Turn[] {
  const random = seededRandom(1);
  return Array.from({ length: count }, (_, round) =>
    subjects
      .map((subject) => ({ subject, counts: round >= idle, at: random() }))
      .toSorted((one, other) => one.at - other.at),
  ).flat();
}

/** Each has a host of its own, which knows nothing of the others. */
function furnish({ name, entry }: Subject, folder: string): void {
  mkdirSync(join(folder, name));
  const text = `addresses:\n  - { name: web, follow: VI_1, ${entry} }\n`;
  writeFileSync(join(folder, name, 'config.yaml'), text);
}

async function measure(subject: Subject, served: ServedCloud, folder: string): Promise<Sample> {
  const { cloud } = served;
  const home = join(folder, subject.name);
  subject.giveBack(cloud);
  cloud.received.clear();
  const env = {
    PATH: process.env['PATH'],
    FLOATIP_CONFIG: join(home, 'config.yaml'),
    FLOATIP_RUNTIME_DIR: home,
    FLOATIP_STATE_DIR: home,
    ...subject.env(served),
  };
  const begin = wallMs();
  const args = ['bin/floatip.js', 'notify', ...event];
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`${subject.name}: exited with ${child.exitCode}`);
  const asked = cloud.received.list().filter(({ service }) => service === `${subject.name}-api`);
  const [first] = asked;
  const taking = asked.filter(subject.isTaking);
  if (first === undefined || taking.length !== 1) {
    throw new Error(`${subject.name}: ${taking.length} requests took the address, not one`);
  }
  return { askedMs: first.atMs - begin, tookMs: (taking[0]?.atMs ?? Number.NaN) - begin };
}

function report(samples: ReadonlyMap<Subject, readonly Sample[]>): void {
  const [load = 0] = loadavg();
  console.log(`Median of ${rounds} rounds in turns, in ms, and against ${target.against}`);
  console.log(`node ${process.version}, load ${load.toFixed(1)}\n`);
  console.log(`  ${''.padEnd(14)}${'first request'.padStart(15)}${'takes it'.padStart(18)}`);
  const medians = new Map<string, Sample>();
  for (const [{ name }, values] of samples) {
    medians.set(name, {
      askedMs: median(values.map(({ askedMs }) => askedMs)),
      tookMs: median(values.map(({ tookMs }) => tookMs)),
    });
  }
  const base = medians.get(target.against);
  for (const [name, { askedMs, tookMs }] of medians) {
    const cells = [cell(askedMs, base?.askedMs), cell(tookMs, base?.tookMs)];
    console.log(`  ${name.padEnd(14)}${cells.map((one) => one.padStart(16)).join('')}`);
  }
  const ratio = (medians.get(target.what)?.tookMs ?? Number.NaN) / (base?.tookMs ?? Number.NaN);
  const isMet = ratio <= target.atMost;
  const told = `${target.what} / ${target.against} = ${ratio.toFixed(2)}, at most ${target.atMost}`;
  console.log(`\n  ${told}: ${isMet ? 'ok' : 'MISSED'}`);
  if (!isMet) process.exitCode = 1;
}

function cell(ms: number, base = Number.NaN): string {
  return `${ms.toFixed(1)} (${(ms / base).toFixed(2)})`;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await main();
