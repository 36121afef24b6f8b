import { join } from 'node:path';

import { searchForSecrets } from '../../.config/leaks.mjs';
import { boot } from './boot.ts';
import type { Drill } from './drill.ts';
import { drills } from './drills.ts';
import type { EventPath } from './event-path.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { hostNames } from './layout.ts';
import { parseOrder } from './order.ts';
import type { LabOrder } from './order.ts';
import { folderOf, furnish } from './premises.ts';
import { runRound } from './round.ts';
import type { Round } from './round.ts';
import { renderTallies } from './tally.ts';
import type { Tally } from './tally.ts';

/**
 * Drills the lab, from inside its fabric: `rehearse.ts LAB-ID [OPTION]…`. Ends with 1 where the
 * reserved IP did not get to the true master, or the token to where it must not be.
 */

const [labId = '', ...args] = process.argv.slice(2);
const calledOff = new AbortController();
process.on('SIGINT', () => calledOff.abort(new Error('Called off')));
// Whoever built the network is gone.
process.on('disconnect', () => calledOff.abort(new Error('Left alone')));
process.channel?.unref();

async function rehearse(order: LabOrder): Promise<boolean> {
  let hasPassed = true;
  for (const by of order.paths) hasPassed = (await rehearseBy(by, order)) && hasPassed;
  return hasPassed;
}

async function rehearseBy(
  by: EventPath,
  { rounds, drills: wanted, vip }: LabOrder,
): Promise<boolean> {
  const premises = furnish(labId, { by, vip, folder: join(folderOf(labId), by) });
  const lab = await openLab(premises, calledOff.signal);
  const tallies: Tally[] = [];
  console.error(`By ${by}`);
  try {
    await boot(lab);
    for (const drill of drills.filter(({ name }) => wanted.includes(name))) {
      tallies.push(await runDrill(lab, drill, rounds));
    }
  } finally {
    await lab.close();
  }
  console.log(renderTallies(by, tallies));
  const allPassed = tallies.every(({ passed }) => passed.length === rounds);
  // The recipe hands the token around as an environment variable.
  if (by === 'recipe') return allPassed;
  return isSecretKept(premises.traces, lab.samples()) && allPassed;
}

async function runDrill(lab: Lab, drill: Drill, rounds: number): Promise<Tally> {
  console.error(`${drill.name}: ${drill.title}`);
  const passed: Round[] = [];
  for (let number = 1; number <= rounds; number += 1) {
    try {
      const round = await runRound(lab, drill);
      passed.push(round);
      console.error(`${String(number).padStart(4)}  ${describe(round)}`);
    } catch (error) {
      calledOff.signal.throwIfAborted();
      console.error(`${String(number).padStart(4)}  FAILED  ${String(error)}`);
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
  for (const name of hostNames) {
    console.error(`${name}:\n${await hosts[name].floatip('history', '--since', '2m')}`);
  }
}

/** Nothing found says something only where there was something to look through. */
function isSecretKept(traces: string, samples: number): boolean {
  const { files, found } = searchForSecrets(traces);
  for (const path of found) console.log(`The token shows up in ${path}`);
  const searched = `${files} files, ${samples} looks at the processes with floatip among them`;
  console.log(`Searched for the token: ${searched}; found ${found.length} times`);
  return found.length === 0 && samples > 0;
}

try {
  process.exitCode = (await rehearse(parseOrder(args))) ? 0 : 1;
} catch (error) {
  console.error(calledOff.signal.aborted ? String(error) : error);
  process.exitCode = 1;
}
