import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SecureVersion } from 'node:tls';

import { serveTwoDroplets, wallMs } from '../two-droplets.ts';
import { makeChain } from './chain.ts';
import { contestants } from './contestants.ts';
import type { Contestant } from './contestants.ts';
import { buildNetworks, connectMs } from './network.ts';
import { report } from './report.ts';
import { ip, openStage, waitFor } from './stage.ts';
import type { Stage, StageOptions } from './stage.ts';

/**
 * From the start of a hook, or a line in the FIFO, to the assign request at a cloud that speaks TLS and is far away:
 *
 *     npm run bench:tls [rounds] [round trips in ms, such as 20,100]
 */

const rounds = Number(process.argv[2] ?? 20);
const roundTrips = (process.argv[3] ?? '0,20,100').split(',').map(Number);
const versions: readonly SecureVersion[] = ['TLSv1.3', 'TLSv1.2'];
/** Only warm the caches of all, and leave sessions. */
const idleRounds = 2;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'floatip-bench-'));
  const served = await serveTwoDroplets(0);
  try {
    const distances = await buildNetworks(roundTrips, folder);
    const chain = makeChain(
      distances.map(({ host }) => host),
      folder,
    );
    for (const distance of distances) {
      for (const version of versions) {
        await measureAt({ distance, version, served, chain, folder });
      }
    }
  } finally {
    await served.close();
    rmSync(folder, { recursive: true });
  }
}

async function measureAt(options: StageOptions): Promise<void> {
  const { distance, version } = options;
  const stage = await openStage(options);
  try {
    const tcpMs = await connectMs(distance.host, stage.door.port);
    const times = await measureAll(stage);
    report({ roundTripMs: distance.roundTripMs, version, tcpMs, rounds, times });
  } finally {
    await stage.close();
  }
}

async function measureAll(stage: Stage): Promise<ReadonlyMap<Contestant, readonly number[]>> {
  const times = new Map<Contestant, number[]>(contestants.map((one) => [one, []]));
  for (let round = -idleRounds; round < rounds; round += 1) {
    for (const contestant of contestants) {
      const ms = await measure(contestant, stage);
      if (round >= 0) times.get(contestant)?.push(ms);
    }
  }
  return times;
}

async function measure({ before, begin }: Contestant, stage: Stage): Promise<number> {
  const { cloud } = stage.served;
  await giveBack(stage);
  await before?.(stage);
  cloud.received.clear();
  const begun = wallMs();
  const end = begin(stage);
  const post = (): number | undefined =>
    cloud.received.list().find(({ method }) => method === 'POST')?.atMs;
  await waitFor(() => post() !== undefined);
  const ms = (post() ?? Number.NaN) - begun;
  await end();
  return ms;
}

async function giveBack({ served }: Stage): Promise<void> {
  const { digitalocean: state } = served.cloud;
  const reserved = state.reservedIps.get(ip);
  if (reserved === undefined) throw new Error(`No ${ip} in the topology`);
  for (state.settle(); state.pendingOn(reserved) !== undefined; state.settle()) await sleep(5);
  state.place(reserved, 111);
}

await main();
