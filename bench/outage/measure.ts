import { availableParallelism, loadavg } from 'node:os';

import { boot } from '../../test/lab/boot.ts';
import { calledOffByParent } from '../../test/lab/called-off.ts';
import type { Drill } from '../../test/lab/drill.ts';
import { drills } from '../../test/lab/drills.ts';
import { hasWatcher } from '../../test/lab/event-path.ts';
import { openLab } from '../../test/lab/lab.ts';
import type { Lab } from '../../test/lab/lab.ts';
import type { CloudPace } from '../../test/lab/pace.ts';
import { folderOf, furnish } from '../../test/lab/premises.ts';
import { runRound } from '../../test/lab/round.ts';
import type { Round } from '../../test/lab/round.ts';
import { judge, judgeQuick } from './judge.ts';
import { publish, publishBeside } from './publish.ts';
import { inMs, renderTable } from './report.ts';
import type { Sample } from './sample.ts';
import { subject } from './subject.ts';
import { contestants, paces, trials } from './trials.ts';
import type { Contestant, Trial } from './trials.ts';

/**
 * Runs inside the fabric: `measure.ts LAB-ID SCENARIO ROUNDS [--write]`. Ends with 1 where a target is
 * missed.
 */

const [labId = '', , roundsText = '', ...options] = process.argv.slice(2);
const rounds = Number(roundsText);
/** Measures only what keepalived is told to notice at once, and adds it to what was measured before. */
const isQuick = options.includes('--detect');
const turns: readonly Omit<Shift, 'pace' | 'shift'>[] = [
  ...(isQuick ? [] : (Object.keys(contestants) as Contestant[]).map((by) => ({ by }))),
  { by: 'fifo', detect: 'fast' },
];
/** The contestants take turns, so that what else the machine does meets all of them. */
const shifts = Math.min(2, rounds);
/**
 * Nobody's address fails over every few seconds: each round begins when the watcher, where there is one,
 * has seen what the round before has led to.
 */
const intervalS = 1;
const calmMs = 1500;
const signal = calledOffByParent();

async function main(): Promise<void> {
  const samples: Sample[] = [];
  for (const pace of Object.values(paces)) {
    for (let shift = 0; shift < shifts; shift += 1) {
      for (const turn of turns) merge(samples, await measure({ ...turn, pace, shift }));
    }
  }
  const [load = 0] = loadavg();
  const machine = `${availableParallelism()} cores, node ${process.version}, load ${load.toFixed(1)}`;
  const minutes = (performance.now() / 60_000).toFixed(0);
  console.log(`${renderTable(samples)}\n${rounds} rounds, ${minutes} min; ${machine}\n`);
  const verdicts = isQuick ? judgeQuick(samples) : judge(samples);
  for (const { text, isMet } of verdicts) console.log(`  ${text}: ${isMet ? 'ok' : 'MISSED'}`);
  if (verdicts.some(({ isMet }) => !isMet)) process.exitCode = 1;
  if (!options.includes('--write')) return;
  if (samples.every(({ passed }) => passed.length === rounds)) {
    await (isQuick ? publishBeside(samples) : publish({ machine, rounds, samples }));
    console.log('\nWritten: docs/outage.json, docs/outage.svg, README.md');
  } else console.log('\nNothing is written: not all rounds passed');
}

interface Shift extends Pick<Trial, 'detect'> {
  readonly by: Contestant;
  readonly pace: CloudPace;
  readonly shift: number;
}

function merge(samples: Sample[], more: readonly Sample[]): void {
  for (const one of more) {
    const { drill, by, pace, detect } = one;
    const known = samples.find(
      (other) =>
        other.drill === drill && other.detect === detect && other.by === by && other.pace === pace,
    );
    if (known === undefined) samples.push(one);
    else samples[samples.indexOf(known)] = { ...known, passed: [...known.passed, ...one.passed] };
  }
}

async function measure({ by, pace, shift, detect }: Shift): Promise<Sample[]> {
  const given = detect === undefined ? {} : { detect };
  const folder = `${folderOf(labId)}/${by}-${pace.moveMs}-${shift}${detect ?? ''}`;
  const furniture = { scenario: subject, by, pace, folder, vip: false, intervalS, ...given };
  const lab = await openLab(furnish(labId, furniture), signal);
  const share = Math.floor((rounds + shift) / shifts);
  const own = trials.filter(
    (trial) => trial.by.includes(by) && trial.paces.includes(pace) && trial.detect === detect,
  );
  const samples: Sample[] = [];
  try {
    await boot(lab);
    for (const { drill } of own) {
      const passed = await repeat(lab, drillFor(by, drill), share);
      const gaps = passed.map(({ gapMs }) => inMs(gapMs)).join(' ');
      console.error(`${contestants[by]}, cloud ${pace.moveMs} ms, ${drill}: ${gaps}`);
      samples.push({ drill, by, pace, rounds, passed, ...given });
    }
  } finally {
    await lab.close();
  }
  return samples;
}

function drillFor(by: Contestant, name: string): Drill {
  const drill = drills.find((one) => one.name === name);
  if (drill === undefined) throw new Error(`There is no drill '${name}'`);
  // keepalived does not tell the host that goes on that it is master still, so the script never takes the
  // address home. What is measured is over by then.
  return by === 'recipe' && name === 'freeze' ? { ...drill, mend: ({ lab }) => boot(lab) } : drill;
}

async function repeat(lab: Lab, drill: Drill, times: number): Promise<readonly Round[]> {
  const passed: Round[] = [];
  for (let number = 0; number < times; number += 1) {
    try {
      if (hasWatcher(lab.by)) await lab.pulse.sleep(calmMs);
      passed.push(await runRound(lab, drill, number));
    } catch (error) {
      signal.throwIfAborted();
      console.error(`FAILED  ${String(error)}`);
      await boot(lab);
    }
  }
  return passed;
}

await main();
