import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { serveCloud } from '../src/emulator/serve.ts';
import type { ServedCloud } from '../src/emulator/serve.ts';
import { parseTopology } from '../src/emulator/topology.ts';
import { removeFolder } from '../test/support/remove-folder.ts';
import { channelsTo, startSilence } from './hanging-channels.ts';
import type { Silence } from './hanging-channels.ts';
import { memoryFolder } from './memory-folder.ts';

/**
 * What alerts cost a takeover whose channels all hang, one of each type: from keepalived's word until floatip has
 * read back that the address is here, and written it down, with channels and without, in turns; by a hook and by
 * `floatip watch`. The hook lives on for a while, to leave what is to be told to somebody else, which nobody waits for.
 *
 *     npm run bench:alerts [rounds]
 */

const ip = '203.0.113.10';
const rounds = Number(process.argv[2] ?? 50);
const warmUp = 3;
const patienceMs = 20_000;

const topology = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: dop_v1_rehearsal }]
  limits: { perMinute: 1000000, perHour: 1000000 }
  actionMs: 100
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps: [{ ip: ${ip}, region: nyc3, droplet: 111 }]
`;

/** One of the hosts that are compared, in a cloud of its own. */
interface Contestant {
  readonly name: string;
  readonly folder: string;
  /** Whether it has channels. */
  readonly tells: boolean;
  readonly served: ServedCloud;
  /** Where keepalived would write, where a watcher reads it. */
  readonly fifo: string | undefined;
  readonly watcher?: ChildProcess;
  /** From keepalived's word until it was written down that the address is here. Milliseconds. */
  readonly times: number[];
  /** The same until the hook was gone. */
  readonly ends: number[];
}

async function main(): Promise<void> {
  const folder = memoryFolder();
  const silence = await startSilence();
  const contestants = [
    await prepare('hook, no alerts', { folder }),
    await prepare('hook, all hang', { folder, port: silence.port }),
    await prepare('watch, no alerts', { folder, isWatched: true }),
    await prepare('watch, all hang', { folder, port: silence.port, isWatched: true }),
  ];
  try {
    for (let round = 0; round < rounds + warmUp; round += 1) {
      // Whoever comes first has no advantage in the end.
      const turn = round % 2 === 0 ? contestants : contestants.toReversed();
      for (const contestant of turn) await goRound(contestant, silence);
    }
    report(contestants, silence.connections());
  } finally {
    for (const { watcher, served } of contestants) {
      watcher?.kill('SIGKILL');
      await served.close();
    }
    silence.server.close();
    removeFolder(folder);
  }
}

interface Wishes {
  readonly folder: string;
  /** Where all channels lead to; without it, there are none. */
  readonly port?: number;
  readonly isWatched?: true;
}

async function prepare(name: string, { folder, port, isWatched }: Wishes): Promise<Contestant> {
  const own = join(folder, name.replaceAll(/\W+/g, '-'));
  mkdirSync(own);
  const served = await serveCloud(parseTopology({ path: 'the bench', text: topology }));
  const { endpoint, metadata } = served;
  writeFileSync(
    join(own, 'config.yaml'),
    `providers: { digitalocean: { endpoint: ${endpoint}, metadata: ${metadata.get('222')} } }
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1 }
${port === undefined ? '' : channelsTo(port, own)}`,
  );
  const fifo = isWatched === true ? join(own, 'fifo') : undefined;
  if (fifo !== undefined) spawnSync('mkfifo', [fifo]);
  const watcher = fifo === undefined ? undefined : start(['watch', '--fifo', fifo], own);
  const tells = port !== undefined;
  const contestant = { name, folder: own, tells, served, fifo, times: [], ends: [] };
  if (fifo !== undefined)
    await until(() => served.cloud.received.list().some(({ path }) => path.endsWith(ip)));
  return watcher === undefined ? contestant : { ...contestant, watcher };
}

function start(args: readonly string[], folder: string): ChildProcess {
  const env = {
    PATH: process.env['PATH'],
    DO_TOKEN: 'dop_v1_rehearsal',
    FLOATIP_CONFIG: join(folder, 'config.yaml'),
    FLOATIP_RUNTIME_DIR: join(folder, 'run'),
    FLOATIP_STATE_DIR: join(folder, 'state'),
  };
  return spawn(process.execPath, ['bin/floatip.js', ...args], { env, stdio: 'ignore' });
}

async function goRound(contestant: Contestant, silence: Silence): Promise<void> {
  await takeOver(contestant);
  await giveBack(contestant, silence);
}

/** From keepalived's word to the end of what it has begun. */
async function takeOver(contestant: Contestant): Promise<void> {
  const { fifo, folder, times, ends } = contestant;
  const known = outcomesOf(contestant);
  const from = performance.now();
  const hook =
    fifo === undefined ? start(['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'], folder) : undefined;
  const gone = hook === undefined ? undefined : once(hook, 'exit');
  if (fifo !== undefined) appendFileSync(fifo, 'INSTANCE "VI_1" MASTER 200\n');
  await until(() => outcomesOf(contestant) > known);
  times.push(performance.now() - from);
  await gone;
  if (gone !== undefined) ends.push(performance.now() - from);
}

async function giveBack(contestant: Contestant, { connections }: Silence): Promise<void> {
  const { served, fifo, folder, tells } = contestant;
  const { digitalocean } = served.cloud;
  // People are told of the takeover meanwhile; what goes on trying must not be in the way of the next round.
  if (tells) await untilTold(connections);
  endSendersOf(folder);
  if (fifo === undefined) {
    await once(start(['notify', 'INSTANCE', 'VI_1', 'BACKUP', '200'], folder), 'exit');
    endSendersOf(folder);
  } else appendFileSync(fifo, 'INSTANCE "VI_1" BACKUP 200\n');
  const reserved = digitalocean.reservedIps.get(ip);
  if (reserved !== undefined) digitalocean.place(reserved, 111);
  await sleep(100);
}

/** Or not at all: what hangs since a round before is told no more. */
async function untilTold(connections: () => number): Promise<void> {
  const known = connections();
  for (let waits = 0; waits < 10 && connections() === known; waits += 1) await sleep(100);
}

function outcomesOf({ folder }: Contestant): number {
  const path = join(folder, 'state/journal.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8').split('"outcome":"moved"').length - 1 : 0;
}

/** By their ids, those that hooks of this host have left behind. */
function endSendersOf(folder: string): void {
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    try {
      const isSender = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('\0alert\0send\0');
      if (!isSender || !readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`=${folder}/`))
        continue;
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (const from = performance.now(); !isSo(); await sleep(1)) {
    if (performance.now() - from > patienceMs) throw new Error('Waited in vain');
  }
}

function report(contestants: readonly Contestant[], connections: number): void {
  const shares = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1];
  const head = ['min', 'p10', 'p25', 'p50', 'p75', 'p90', 'max'];
  const line = (name: string, cells: readonly string[]): string =>
    name.padEnd(24) + cells.map((cell) => cell.padStart(8)).join('');
  console.log(line(`ms, ${rounds} rounds`, head));
  const row = (name: string, times: readonly number[]): void => {
    const sorted = times.slice(warmUp).toSorted((one, other) => one - other);
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
    console.log(
      line(
        name,
        shares.map((share) => at(share).toFixed(0)),
      ),
    );
  };
  for (const { name, times } of contestants) row(name, times);
  for (const { name, ends } of contestants) if (ends.length > 0) row(`  gone: ${name}`, ends);
  const [load = 0] = loadavg();
  console.log(`${connections} connections to channels were left hanging; load ${load.toFixed(1)}`);
}

await main();
