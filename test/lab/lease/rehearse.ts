import { join } from 'node:path';

import { searchForSecrets } from '../../../.config/leaks.mjs';
import { calledOffByParent } from '../called-off.ts';
import { folderOf } from '../premises.ts';
import type { LeaseDrill } from './drills.ts';
import { openLeaseLab } from './lab.ts';
import type { LeaseLab } from './lab.ts';
import { parseLeaseOrder } from './order.ts';
import { runLeaseRound, untilReady } from './round.ts';
import type { LeaseRound } from './round.ts';
import { isWell, renderLeaseTallies } from './tally.ts';
import type { LeaseTally } from './tally.ts';

/** Does the drills from inside the fabric: `rehearse.ts LAB-ID SCENARIO [OPTION]…`. Ends with 1 where one has failed. */

const [labId = '', , ...args] = process.argv.slice(2);
const signal = calledOffByParent();
const { drills, rounds, ttlS } = parseLeaseOrder(args);
const folder = folderOf(labId);

async function rehearse(lab: LeaseLab): Promise<readonly LeaseTally[]> {
  const tallies: LeaseTally[] = [];
  for (const drill of drills) {
    const boundMs = drill.boundMs?.(lab);
    const leftOut = drill.why?.(lab);
    console.error(`${drill.name}: ${drill.title}`);
    if (leftOut !== undefined) {
      tallies.push({ drill, rounds, passed: [], boundMs, leftOut });
      continue;
    }
    const passed: LeaseRound[] = [];
    for (let number = 1; number <= rounds; number += 1) {
      const round = await tryRound(lab, drill, number);
      if (round !== undefined) passed.push(round);
    }
    tallies.push({ drill, rounds, passed, boundMs });
  }
  return tallies;
}

/** Returns nothing where it has failed; then all is as at the beginning. */
async function tryRound(
  lab: LeaseLab,
  drill: LeaseDrill,
  number: number,
): Promise<LeaseRound | undefined> {
  const label = String(number).padStart(4);
  try {
    const round = await runLeaseRound(lab, drill);
    console.error(`${label}  ${describe(round)}`);
    return round;
  } catch (error) {
    signal.throwIfAborted();
    console.error(`${label}  FAILED  ${String(error)}`);
    for (const host of lab.hosts) {
      console.error(`${host.name}:\n${await host.history().catch(String)}`);
    }
    await startAgain(lab);
    return undefined;
  }
}

/** As after a reboot of everything, and nothing left of any trouble. */
async function startAgain(lab: LeaseLab): Promise<void> {
  lab.cloud.recover();
  for (const { disk } of lab.etcd.members) disk.thaw?.();
  for (const host of lab.hosts) {
    host.thaw();
    host.rejoin();
    host.stepClock(0);
  }
  await Promise.all(lab.hosts.map((host) => host.watcher.stop()));
  await Promise.all(lab.hosts.map((host) => host.boot()));
  await untilReady(lab);
}

function describe(round: LeaseRound): string {
  const { from, to, gapMs, writes, freeMs, electedMs, tookMs } = round;
  const ms = (value: number | undefined): string => value?.toFixed(0) ?? '-';
  const went = `free ${ms(freeMs)}, elected ${ms(electedMs)}, first request ${ms(tookMs)} ms`;
  const stayed = from === to ? 'stayed' : 'stayed until the trouble ended';
  const counted = `${writes} ${writes === 1 ? 'write' : 'writes'}`;
  return `${from} → ${to}: ${tookMs === undefined ? stayed : went}, gap ${gapMs.toFixed(0)} ms, ${counted}`;
}

const lab = await openLeaseLab({ labId, folder, ttlS, signal });
try {
  for (const member of lab.etcd.members) member.start();
  await Promise.all(lab.hosts.map((host) => host.boot()));
  const tallies = await rehearse(lab);
  console.log(`\nleases of ${ttlS} s, etcd of three members\n${renderLeaseTallies(tallies)}`);
  if (!tallies.every(isWell)) process.exitCode = 1;
} finally {
  const crashes = lab.hosts.flatMap(({ watcher }) => watcher.takeCrashes());
  for (const crash of crashes) console.error(`FAILED  ${crash}`);
  if (crashes.length > 0) process.exitCode = 1;
  await lab.close();
  const { files, found } = searchForSecrets(join(folder, 'traces'));
  console.log(`Searched ${files} files for secrets; found ${found.length} times`);
  if (found.length > 0) process.exitCode = 1;
}
