import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { State } from '../src/emulator/digitalocean/state.ts';
import type { ServedCloud } from '../src/emulator/serve.ts';
import { quantile } from './quantile.ts';
import { ip, serveTwoDroplets, token, wallMs } from './two-droplets.ts';

/** What is started, again and again. */
export interface Contestant {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** What is measured: the POST on the wire, or the end of the process. */
  readonly until: 'post' | 'exit';
}

export type Samples = ReadonlyMap<string, readonly number[]>;

/** Starts them in turns against an embedded cloud; the milliseconds of each, by its name. */
export async function startInTurns(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Samples> {
  const served = await serveTwoDroplets(20);
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
  return samples;
}

function environment({ endpoint, metadata }: ServedCloud, folder: string): NodeJS.ProcessEnv {
  const here = metadata.get('222');
  // NODE_EXTRA_CA_CERTS would add some 70 ms to every start of Node, so it is left out here.
  return {
    PATH: process.env['PATH'],
    DO_TOKEN: token,
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

export function median(samples: Samples, name: string): number {
  return quantile(samples.get(name) ?? [], 0.5);
}
