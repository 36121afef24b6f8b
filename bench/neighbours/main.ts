import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { ip } from '../../test/lab/ip.ts';
import { median } from '../../test/lab/median.ts';
import { monotonicMs } from '../../test/lab/monotonic.ts';

/**
 * How long a host whose network is back is heard by nobody, by how often its kernel asks for a neighbour that does not
 * answer. Two hosts send to each other every 10 ms; the cable of one is pulled, and put back after a while.
 *
 *     npm run bench:neighbours [rounds]
 */

const rounds = Number(process.argv[2] ?? 5);
/** As Linux has it, and as `floatip init` has it for balanced and fast. */
const retransMs = [1000, 100, 20];
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

function askEvery(ms: number, { name }: Host): void {
  ip(['netns', 'exec', name, 'sysctl', '-q', `net/ipv4/neigh/eth0/retrans_time_ms=${ms}`]);
}

/** What a host says of the silences of its peer. */
function startTalking({ name, peer }: Host): Interface {
  const args = ['netns', 'exec', name, 'python3', 'bench/neighbours/talk.py', peer];
  const { stdout } = spawn('ip', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return createInterface({ input: stdout });
}

/** Until the host that is well hears the other one again. */
async function silenceMs(heard: Interface, outMs: number): Promise<number> {
  ip(['link', 'set', 'to-cut', 'down']);
  await sleep(outMs);
  const next = once(heard, 'line');
  const backMs = monotonicMs();
  ip(['link', 'set', 'to-cut', 'up']);
  const [line] = await next;
  // Both are known to each other again, and nothing is on its way.
  await sleep(500);
  return Number(line) - backMs;
}

buildNetwork();
const [heardByCut, heardByWell] = hosts.map(startTalking);
if (heardByCut === undefined || heardByWell === undefined) throw new Error('There are two hosts');
await Promise.all([once(heardByCut, 'line'), once(heardByWell, 'line')]);
console.log(`Until the other host heard it, ms: median (longest) of ${rounds}\n`);
console.log(`| out for | ${retransMs.map((ms) => `retrans_time_ms ${ms}`).join(' | ')} |`);
console.log(`| ------- | ${retransMs.map(() => '---').join(' | ')} |`);
for (const outMs of outForMs) {
  const cells: string[] = [];
  for (const ms of retransMs) {
    for (const host of hosts) askEvery(ms, host);
    const silences: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      silences.push(await silenceMs(heardByWell, outMs));
    cells.push(`${median(silences)?.toFixed(0)} (${Math.max(...silences).toFixed(0)})`);
  }
  console.log(`| ${outMs / 1000} s | ${cells.join(' | ')} |`);
}
process.exit(0);
