import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { State } from '../src/emulator/digitalocean/state.ts';
import { serveCloud } from '../src/emulator/serve.ts';
import type { ServedCloud } from '../src/emulator/serve.ts';
import { parseTopology } from '../src/emulator/topology.ts';
import { missingPackages, recipeRequirements } from '../test/lab/requirements.ts';

/**
 * How long it takes from starting a process to the assign request on the wire: floatip, and the
 * script that people use today, in turns, against the embedded cloud. Beside them the same
 * Node doing nothing, and `floatip --help`.
 *
 *     npm run bench [rounds] [floatip...]
 *
 * Further programs are floatip in another form, such as a package's or one file.
 */

const ip = '203.0.113.10';
const rounds = Number(process.argv[2] ?? 30);

interface Contestant {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** What is measured: the POST on the wire, or the end of the process. */
  readonly until: 'post' | 'exit';
}

const further = process.argv.slice(3).map((program): Contestant => ({
  name: program,
  command: [program, 'assign', ip],
  until: 'post',
}));

const event = ['INSTANCE', 'VI_1', 'MASTER', '200'];

const contestants: readonly Contestant[] = [
  { name: 'node -e 0', command: [process.execPath, '-e', '0'], until: 'exit' },
  {
    name: 'floatip --help',
    command: [process.execPath, 'bin/floatip.js', '--help'],
    until: 'exit',
  },
  {
    name: 'floatip assign',
    command: [process.execPath, 'bin/floatip.js', 'assign', ip],
    until: 'post',
  },
  {
    name: 'floatip notify',
    command: [process.execPath, 'bin/floatip.js', 'notify', '-c', 'bench/config.yaml', ...event],
    until: 'post',
  },
  { name: 'script', command: ['bench/recipe/master.sh', ip], until: 'post' },
  ...further,
];

const targets = [
  { what: 'floatip assign', against: 'script', atMost: 0.6 },
  { what: 'floatip notify', against: 'script', atMost: 0.6 },
  { what: 'floatip assign', against: 'node -e 0', atMost: 2 },
  { what: 'floatip --help', against: 'node -e 0', atMost: 1.6 },
] as const;

const wallMs = (): number => performance.timeOrigin + performance.now();

async function main(): Promise<void> {
  requireRecipe();
  const path = 'test/support/two-droplets.yaml';
  const served = await serveCloud(
    parseTopology({ path, text: readFileSync(path, 'utf8') }),
    wallMs,
  );
  const folder = mkdtempSync(join(tmpdir(), 'floatip-bench-'));
  const env = environment(served, folder);
  const samples = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  // Two rounds only warm the page cache.
  const turns = Array.from({ length: rounds + 2 }, (_, round) =>
    contestants.map((contestant) => ({ contestant, counts: round >= 2 })),
  ).flat();
  try {
    for (const { contestant, counts } of turns) {
      const ms = await measure(contestant, served, env);
      if (counts) samples.get(contestant.name)?.push(ms);
    }
  } finally {
    await served.close();
    rmSync(folder, { recursive: true });
  }
  report(samples);
}

function environment({ endpoint, metadata }: ServedCloud, folder: string): NodeJS.ProcessEnv {
  const here = metadata.get('222');
  // NODE_EXTRA_CA_CERTS would add some 70 ms to every start of Node, so it is left out here.
  return {
    PATH: process.env['PATH'],
    DO_TOKEN: 'dop_v1_rehearsal',
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
    FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: here,
    ENDPOINT: endpoint,
    METADATA: here,
  };
}

async function measure(
  { command: [program, ...args], until }: Contestant,
  { cloud }: ServedCloud,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  await giveBack(cloud.digitalocean);
  cloud.received.clear();
  const begin = wallMs();
  const child = spawn(program, args, { env, stdio: 'ignore' });
  await once(child, 'exit');
  const ended = wallMs();
  const code = child.exitCode;
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} exited with ${code}`);
  if (until === 'exit') return ended - begin;
  const post = cloud.received.list().find(({ method }) => method === 'POST');
  if (post === undefined) throw new Error(`${program} sent no POST`);
  return post.atMs - begin;
}

/** Lets the last move come to its end, the recipe does not wait for it, and moves the address back. */
async function giveBack(state: State): Promise<void> {
  const reserved = state.reservedIps.get(ip);
  if (reserved === undefined) throw new Error(`No ${ip} in the topology`);
  for (state.settle(); state.pendingOn(reserved) !== undefined; state.settle()) await sleep(5);
  state.place(reserved, 111);
}

function requireRecipe(): void {
  const [lack] = missingPackages(recipeRequirements);
  if (lack !== undefined) throw new Error(`The recipe needs what is not here: ${lack}`);
}

function report(samples: ReadonlyMap<string, readonly number[]>): void {
  console.log(`Median of ${rounds} rounds in turns, in ms; node ${process.version}\n`);
  for (const [name, values] of samples) {
    const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => quantile(values, share).toFixed(1));
    console.log(`  ${name.padEnd(16)}${(middle ?? '').padStart(7)}   (p10 ${low}, p90 ${high})`);
  }
  console.log();
  for (const { what, against, atMost } of targets) {
    const ratio = median(samples, what) / median(samples, against);
    const verdict = ratio <= atMost ? 'ok' : 'MISSED';
    console.log(`  ${what} / ${against} = ${ratio.toFixed(2)}, at most ${atMost}: ${verdict}`);
    if (ratio > atMost) process.exitCode = 1;
  }
}

function median(samples: ReadonlyMap<string, readonly number[]>, name: string): number {
  return quantile(samples.get(name) ?? [], 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

await main();
