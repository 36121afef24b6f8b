import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { detectionSettings } from '../../src/core/detection.ts';
import {
  neighbourKeys,
  neighbourLines,
  searchFor,
  usualSearch,
} from '../../src/core/neighbours.ts';
import type { NeighbourSearch } from '../../src/core/neighbours.ts';
import { ip } from '../../test/lab/ip.ts';
import { median } from '../../test/lab/median.ts';
import { monotonicMs } from '../../test/lab/monotonic.ts';

/**
 * How long a host whose network is back is heard by nobody, and hears nobody, by how often its kernel asks for a
 * neighbour that does not answer. Two hosts send to each other every 10 ms; the cable of one is pulled, and put back after a while.
 *
 *     npm run bench:neighbours [rounds]
 */

const rounds = Number(process.argv[2] ?? 5);
/** As Linux has it, and as `floatip init` has it for balanced and fast. */
const searches: readonly NeighbourSearch[] = [
  usualSearch,
  ...(['balanced', 'fast'] as const).flatMap(
    (name) => searchFor(detectionSettings[name].advertInterval) ?? [],
  ),
];
const outForMs = [400, 1500, 2100];

const hosts = [
  { name: 'cut', ip: '10.9.0.2', peer: '10.9.0.3' },
  { name: 'well', ip: '10.9.0.3', peer: '10.9.0.2' },
] as const;

type Host = (typeof hosts)[number];

function buildNetwork(): void {
  ip(['-batch', '-'], ['link set lo up', 'link add br0 type bridge', 'link set br0 up']);
  for (const { name, ip: address } of hosts) {
    ip(['netns', 'add', name]);
    ip(
      ['-batch', '-'],
      [
        `link add to-${name} type veth peer name eth0 netns ${name}`,
        `link set to-${name} up master br0`,
      ],
    );
    ip(['-n', name, '-batch', '-'], [`address add ${address}/24 dev eth0`, 'link set eth0 up']);
  }
}

function tellKernel({ name, ip: address }: Host, search: NeighbourSearch): void {
  const lines = neighbourLines(neighbourKeys('eth0', address), search);
  const settings = lines.map((line) => line.replaceAll(' ', ''));
  ip(['netns', 'exec', name, 'sysctl', '-q', ...settings]);
}

/** What a host says of the silences of its peer. */
function startTalking({ name, peer }: Host): Interface {
  const args = ['netns', 'exec', name, 'python3', 'bench/neighbours/talk.py', peer];
  const { stdout } = spawn('ip', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return createInterface({ input: stdout });
}

/** How long each host hears nothing once the cable is back. Milliseconds. */
interface Silence {
  readonly ofCut: number;
  readonly ofWell: number;
}

async function silenceOf(
  heard: Record<'byCut' | 'byWell', Interface>,
  outMs: number,
): Promise<Silence> {
  ip(['link', 'set', 'to-cut', 'down']);
  await sleep(outMs);
  const lines = Promise.all([once(heard.byCut, 'line'), once(heard.byWell, 'line')]);
  const backMs = monotonicMs();
  ip(['link', 'set', 'to-cut', 'up']);
  const [[toCut], [toWell]] = await lines;
  // Both are known to each other again, and nothing is on its way.
  await sleep(500);
  return { ofWell: Number(toCut) - backMs, ofCut: Number(toWell) - backMs };
}

function cellOf(silences: readonly number[]): string {
  return `${median(silences)?.toFixed(0)} (${Math.max(...silences).toFixed(0)})`;
}

buildNetwork();
const [byCut, byWell] = hosts.map(startTalking);
if (byCut === undefined || byWell === undefined) throw new Error('There are two hosts');
await Promise.all([once(byCut, 'line'), once(byWell, 'line')]);
console.log(
  `From when the cable is back, ms: median (longest) of ${rounds}; load ${loadavg()[0]?.toFixed(1)}\n`,
);
console.log('| out for | the kernel asks | until the host is heard | until it hears |');
console.log('| ------- | --------------- | ----------------------- | -------------- |');
for (const outMs of outForMs) {
  for (const search of searches) {
    for (const host of hosts) tellKernel(host, search);
    const silences: Silence[] = [];
    for (let round = 0; round < rounds; round += 1)
      silences.push(await silenceOf({ byCut, byWell }, outMs));
    const cells = [silences.map(({ ofCut }) => ofCut), silences.map(({ ofWell }) => ofWell)];
    const how = `every ${search.everyMs} ms`;
    console.log(`| ${outMs / 1000} s | ${how} | ${cells.map(cellOf).join(' | ')} |`);
  }
}
process.exit(0);
