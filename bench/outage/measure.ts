import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import { boot } from '../../test/lab/boot.ts';
import type { Drill } from '../../test/lab/drill.ts';
import { drills } from '../../test/lab/drills.ts';
import { openLab } from '../../test/lab/lab.ts';
import type { Lab } from '../../test/lab/lab.ts';
import { folderOf, furnish } from '../../test/lab/premises.ts';
import type { CloudPace } from '../../test/lab/premises.ts';
import { runRound } from '../../test/lab/round.ts';
import type { Round } from '../../test/lab/round.ts';
import { plot } from './plot.ts';
import { judge, renderTable } from './report.ts';
import { contestants } from './sample.ts';
import type { Contestant, Sample } from './sample.ts';

/** Runs inside the fabric: `measure.ts LAB-ID ROUNDS`. Ends with 1 where a target is missed. */

const [labId = '', roundsText = ''] = process.argv.slice(2);
const rounds = Number(roundsText);
const paces: readonly CloudPace[] = [
  { answerMs: 0, moveMs: 0 },
  { answerMs: 100, moveMs: 100 },
];
/** In all of them the old host is dead for the client until the address has moved. */
const measured: ReadonlySet<string> = new Set(['cable', 'shutdown', 'check']);
/**
 * Nobody's address fails over every few seconds: each round begins when the watcher has seen what the
 * round before has led to.
 */
const intervalS = 1;
const calmMs = 1500;
const calledOff = new AbortController();
process.on('SIGINT', () => calledOff.abort(new Error('Called off')));
process.on('disconnect', () => calledOff.abort(new Error('Left alone')));
process.channel?.unref();

async function main(): Promise<void> {
  const samples: Sample[] = [];
  for (const pace of paces) {
    for (const by of Object.keys(contestants) as Contestant[]) {
      samples.push(...(await measure(by, pace)));
    }
  }
  const [load = 0] = loadavg();
  const machine = `${availableParallelism()} cores, node ${process.version}, load ${load.toFixed(1)}`;
  console.log(`${renderTable(samples)}\nMedians of ${rounds} rounds; ${machine}\n`);
  const verdicts = judge(samples);
  for (const { text, isMet } of verdicts) console.log(`  ${text}: ${isMet ? 'ok' : 'MISSED'}`);
  writeFileSync('docs/outage.json', `${JSON.stringify({ machine, rounds, samples }, null, 2)}\n`);
  writeFileSync('docs/outage.svg', plot(samples));
  console.log('\nEvery round is in docs/outage.json, the plot in docs/outage.svg');
  if (verdicts.some(({ isMet }) => !isMet)) process.exitCode = 1;
}

async function measure(by: Contestant, pace: CloudPace): Promise<Sample[]> {
  const folder = `${folderOf(labId)}/${by}-${pace.moveMs}`;
  const lab = await openLab(
    furnish(labId, { by, pace, folder, vip: false, intervalS }),
    calledOff.signal,
  );
  const samples: Sample[] = [];
  try {
    await boot(lab);
    for (const drill of drills.filter(({ name }) => measured.has(name))) {
      const passed = await repeat(lab, drill);
      console.error(`${contestants[by]}, cloud ${pace.moveMs} ms, ${drill.name}: ${gaps(passed)}`);
      samples.push({ drill: drill.name, by, pace, rounds, passed });
    }
  } finally {
    await lab.close();
  }
  return samples;
}

function gaps(passed: readonly Round[]): string {
  return passed.map(({ gapMs }) => gapMs.toFixed(0)).join(' ');
}

async function repeat(lab: Lab, drill: Drill): Promise<readonly Round[]> {
  const passed: Round[] = [];
  for (let number = 1; number <= rounds; number += 1) {
    try {
      await sleep(calmMs);
      passed.push(await runRound(lab, drill));
    } catch (error) {
      calledOff.signal.throwIfAborted();
      console.error(`FAILED  ${String(error)}`);
      await boot(lab);
    }
  }
  return passed;
}

await main();
