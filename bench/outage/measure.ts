import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';

import { boot } from '../../test/lab/boot.ts';
import type { Drill } from '../../test/lab/drill.ts';
import { drills } from '../../test/lab/drills.ts';
import { openLab } from '../../test/lab/lab.ts';
import type { Lab } from '../../test/lab/lab.ts';
import type { CloudPace } from '../../test/lab/pace.ts';
import { folderOf, furnish } from '../../test/lab/premises.ts';
import { runRound } from '../../test/lab/round.ts';
import type { Round } from '../../test/lab/round.ts';
import { plot } from './plot.ts';
import { judge, renderTable } from './report.ts';
import { contestants } from './sample.ts';
import type { Contestant, Sample } from './sample.ts';
import { subject } from './subject.ts';

/** Runs inside the fabric: `measure.ts LAB-ID SCENARIO ROUNDS`. Ends with 1 where a target is missed. */

const [labId = '', , roundsText = ''] = process.argv.slice(2);
const rounds = Number(roundsText);
/** The contestants take turns, so that what else the machine does meets all of them. */
const shifts = Math.min(2, rounds);
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
    for (let shift = 0; shift < shifts; shift += 1) {
      for (const by of Object.keys(contestants) as Contestant[]) {
        merge(samples, await measure({ by, pace, shift }));
      }
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

interface Shift {
  readonly by: Contestant;
  readonly pace: CloudPace;
  readonly shift: number;
}

function merge(samples: Sample[], more: readonly Sample[]): void {
  for (const one of more) {
    const { drill, by, pace } = one;
    const known = samples.find(
      (other) => other.drill === drill && other.by === by && other.pace === pace,
    );
    if (known === undefined) samples.push(one);
    else samples[samples.indexOf(known)] = { ...known, passed: [...known.passed, ...one.passed] };
  }
}

async function measure({ by, pace, shift }: Shift): Promise<Sample[]> {
  const folder = `${folderOf(labId)}/${by}-${pace.moveMs}-${shift}`;
  const furniture = { scenario: subject, by, pace, folder, vip: false, intervalS };
  const lab = await openLab(furnish(labId, furniture), calledOff.signal);
  const share = Math.floor((rounds + shift) / shifts);
  const samples: Sample[] = [];
  try {
    await boot(lab);
    for (const drill of drills.filter(({ name }) => measured.has(name))) {
      const passed = await repeat(lab, drill, share);
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

async function repeat(lab: Lab, drill: Drill, times: number): Promise<readonly Round[]> {
  const passed: Round[] = [];
  for (let number = 0; number < times; number += 1) {
    try {
      await lab.pulse.sleep(calmMs);
      passed.push(await runRound(lab, drill, number));
    } catch (error) {
      calledOff.signal.throwIfAborted();
      console.error(`FAILED  ${String(error)}`);
      await boot(lab);
    }
  }
  return passed;
}

await main();
