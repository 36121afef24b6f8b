import { join } from 'node:path';

import { searchForSecrets } from '../../.config/leaks.mjs';
import { boot } from './boot.ts';
import { takeCrashes } from './crashes.ts';
import type { Drill } from './drill.ts';
import { drills } from './drills.ts';
import type { EventPath } from './event-path.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { parseOrder } from './order.ts';
import type { LabOrder } from './order.ts';
import { folderOf, furnish } from './premises.ts';
import { runRound } from './round.ts';
import type { Round } from './round.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { renderTallies } from './tally.ts';
import type { Tally } from './tally.ts';

/**
 * Drills the lab, from inside its fabric: `rehearse.ts LAB-ID SCENARIO [OPTION]…`. Ends with 1
 * where an address did not get to the true master, or a secret to where it must not be.
 */

const [labId = '', scenarioName = '', ...args] = process.argv.slice(2);
const calledOff = new AbortController();
process.on('SIGINT', () => calledOff.abort(new Error('Called off')));
// Whoever built the network is gone.
process.on('disconnect', () => calledOff.abort(new Error('Left alone')));
process.channel?.unref();

async function rehearse(order: LabOrder): Promise<boolean> {
  const scenario = scenarios.find(({ name }) => name === scenarioName);
  if (scenario === undefined) throw new Error(`There is no scenario '${scenarioName}'`);
  let hasPassed = true;
  for (const by of order.pathsOf(scenario)) {
    hasPassed = (await rehearseBy(by, scenario, order)) && hasPassed;
  }
  return hasPassed;
}

async function rehearseBy(
  by: EventPath,
  scenario: Scenario,
  { rounds, drillsOf, vip, pace }: LabOrder,
): Promise<boolean> {
  const wanted = drillsOf(scenario);
  const paced = pace === undefined ? {} : { pace };
  const folder = join(folderOf(labId), by);
  const premises = furnish(labId, { scenario, by, vip, folder, ...paced });
  const lab = await openLab(premises, calledOff.signal);
  const tallies: Tally[] = [];
  console.error(`${scenario.title}; by ${by}`);
  try {
    await boot(lab);
    for (const drill of drills.filter(({ name }) => wanted.includes(name))) {
      tallies.push(await runDrill(lab, drill, rounds));
    }
  } finally {
    await lab.close();
  }
  console.log(renderTallies(`${scenario.name}, ${by}`, tallies));
  const crashes = takeCrashes(lab);
  for (const crash of crashes) console.log(crash);
  const allPassed = crashes.length === 0 && tallies.every(({ passed }) => passed.length === rounds);
  // The recipe hands the token around as an environment variable.
  if (by === 'recipe') return allPassed;
  return isSecretKept(premises.traces, lab.samples()) && allPassed;
}

async function runDrill(lab: Lab, drill: Drill, rounds: number): Promise<Tally> {
  console.error(`${drill.name}: ${drill.title}`);
  const passed: Round[] = [];
  for (let number = 0; number < rounds; number += 1) {
    const label = String(number + 1).padStart(4);
    try {
      const round = await runRound(lab, drill, number);
      passed.push(round);
      console.error(`${label}  ${describe(round)}`);
    } catch (error) {
      calledOff.signal.throwIfAborted();
      console.error(`${label}  FAILED  ${String(error)}`);
      // Those of this round are not the next one's.
      for (const crash of takeCrashes(lab)) console.error(crash);
      await tellHistory(lab);
      await boot(lab);
    }
  }
  return { drill, rounds, passed };
}

function describe({ gapMs, rightAfterMs, writes, untold }: Round): string {
  const suffix = untold === 0 ? '' : ', untold';
  const counted = `${writes} ${writes === 1 ? 'write' : 'writes'}`;
  return `gap ${gapMs.toFixed(0)} ms, right after ${rightAfterMs.toFixed(0)} ms${suffix}, ${counted}`;
}

async function tellHistory({ hosts }: Lab): Promise<void> {
  for (const host of hosts) {
    // A history that cannot be told is one more thing to see, and no reason to leave out the rest.
    console.error(`${host.name}:\n${await host.history().catch(String)}`);
  }
}

/** Nothing found says something only where there was something to look through. */
function isSecretKept(traces: string, samples: number): boolean {
  const { files, found } = searchForSecrets(traces);
  for (const path of found) console.log(`A secret shows up in ${path}`);
  const searched = `${files} files, ${samples} looks at the processes with floatip among them`;
  console.log(`Searched for secrets: ${searched}; found ${found.length} times`);
  return found.length === 0 && samples > 0;
}

try {
  process.exitCode = (await rehearse(parseOrder(args))) ? 0 : 1;
} catch (error) {
  console.error(calledOff.signal.aborted ? String(error) : error);
  process.exitCode = 1;
}
