import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { removeFolder } from '../../support/remove-folder.ts';
import { token } from '../../support/token.ts';
import { apiName, startBareCloud } from './bare-cloud.ts';
import { command, startBareHost } from './bare-host.ts';
import type { BareHost } from './bare-host.ts';
import { stepsOf } from './page-steps.ts';
import type { PageCommand, PageStep } from './page-steps.ts';

/**
 * Goes the way of a page of docs on two bare hosts, from inside a network of its own, and prints what became of
 * each command, one JSON object a line: `main.ts PAGE`.
 */

const [page = ''] = process.argv.slice(2);
const gateway = '10.10.0.1';
const places = [
  { id: 111, name: 'lb1', ip: '10.10.0.2', anchor: '10.17.0.111', gateway },
  { id: 222, name: 'lb2', ip: '10.10.0.3', anchor: '10.17.0.222', gateway },
];
const folder = mkdtempSync(join(tmpdir(), 'floatip-bare-'));
const hosts: BareHost[] = [];
try {
  command(
    ['ip', '-batch', '-'],
    `link set lo up
link add br0 type bridge
address add ${gateway}/24 dev br0
address add 169.254.169.254/32 dev br0
link set br0 up
`,
  );
  const cloud = await startBareCloud({ folder, at: gateway, droplets: places });
  const names = `127.0.0.1 localhost\n${gateway} ${apiName}\n`;
  for (const { name, ...plan } of places) {
    const { authority } = cloud;
    hosts.push(await startBareHost({ name, folder, plan, hosts: names, authority }));
  }
  await goTheWay(stepsOf(readFileSync(page, 'utf8')));
  cloud.close();
} finally {
  for (const host of hosts) host.end();
  removeFolder(folder);
}
process.exit();

async function goTheWay(steps: readonly PageStep[]): Promise<void> {
  const beganMs = performance.now();
  for (const step of steps) {
    if ('cableOf' in step) await pullCable(step.cableOf);
    else await perform(step);
  }
  const tookS = (performance.now() - beganMs) / 1000;
  console.log(JSON.stringify({ tookS }));
}

async function pullCable(of: string): Promise<void> {
  const other = hosts.find(({ name }) => name !== of);
  if (other === undefined) throw new Error('There is nobody to take over');
  const known = await journalLines(other);
  command(['ip', 'link', 'set', of, 'down']);
  await untilMoved(other, known);
}

async function perform({ host, command: line, shown }: PageCommand): Promise<void> {
  const seen = await hostCalled(host).run(line, `${token}\n`);
  console.log(JSON.stringify({ host, command: line, shown, ...seen }));
}

function hostCalled(name: string): BareHost {
  const found = hosts.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no ${name}`);
  return found;
}

/** Whoever sits there would look again until it has come. */
async function untilMoved({ run, name }: BareHost, known: number): Promise<void> {
  const withinMs = 20_000;
  for (const from = performance.now(); performance.now() - from < withinMs; await sleep(50)) {
    const { stdout } = await run(`tail -n +${known + 1} /var/lib/floatip/journal.jsonl`);
    if (stdout.includes('"outcome":"moved"')) return;
  }
  throw new Error(`Nothing has come to ${name}`);
}

async function journalLines({ run }: BareHost): Promise<number> {
  const { stdout } = await run('cat /var/lib/floatip/journal.jsonl');
  return stdout.split('\n').length - 1;
}
