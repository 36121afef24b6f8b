import { join } from 'node:path';

import { searchForSecrets } from '../../.config/leaks.mjs';
import { boot } from './boot.ts';
import { takeCrashes } from './crashes.ts';
import { drills } from './drills.ts';
import type { EventPath } from './event-path.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeByInit } from './made-by-init.ts';
import type { LabArguments } from './order.ts';
import type { Outcome } from './outcome.ts';
import { folderOf, furnish } from './premises.ts';
import { runRound } from './round.ts';
import type { Round } from './round.ts';
import type { Scenario } from './scenario.ts';
import { renderTallies } from './tally.ts';
import type { Tally } from './tally.ts';

interface Rehearsal {
  readonly labId: string;
  readonly scenario: Scenario;
  readonly order: LabArguments;
  /** Aborted where all is called off. */
  readonly signal: AbortSignal;
}

/**
 * Does the drills of a scenario by one path, in a lab of their own. Never throws: whatever happens, what
 * has passed until then counts, and the next path has its turn.
 */
export async function rehearseBy(by: EventPath, rehearsal: Rehearsal): Promise<Outcome> {
  const { scenario, order, signal } = rehearsal;
  const wanted = order.drillsOf(scenario);
  const tallies = drills
    .filter(({ name }) => wanted.includes(name))
    .map((drill): Tally => ({ drill, rounds: order.rounds, passed: [], failed: 0 }));
  const problems: string[] = [];
  console.error(`${scenario.title}; by ${by}`);
  try {
    await drillAll(by, rehearsal, { tallies, problems });
  } catch (error) {
    problems.push(signal.aborted ? 'called off' : `the lab broke down: ${String(error)}`);
    if (!signal.aborted) console.error('FAILED ', error);
  }
  console.log(renderTallies(`${scenario.name}, ${by}`, tallies));
  const counts = tallies.map(({ drill, rounds, passed, failed }) => {
    return { name: drill.name, rounds, passed: passed.length, failed };
  });
  return { scenario: scenario.name, by, drills: counts, problems };
}

/** Where it enters what happens, so that it is known also where it throws. */
interface Book {
  readonly tallies: readonly Tally[];
  readonly problems: string[];
}

async function drillAll(
  by: EventPath,
  { labId, scenario, order: { vip, pace, detect, isMadeByInit }, signal }: Rehearsal,
  { tallies, problems }: Book,
): Promise<void> {
  const given = {
    ...(pace === undefined ? {} : { pace }),
    ...(detect === undefined ? {} : { detect }),
  };
  const folder = join(folderOf(labId), by);
  const premises = furnish(labId, { scenario, by, vip, folder, isMadeByInit, ...given });
  if (premises.made !== undefined) makeByInit(premises.made, premises);
  const lab = await openLab(premises, signal);
  try {
    await boot(lab);
    for (const tally of tallies) await runDrill(lab, tally, signal);
  } finally {
    await lab.close();
    problems.push(...takeCrashes(lab));
    // The recipe hands the token around as an environment variable.
    if (by !== 'recipe') problems.push(...leaks(premises.traces));
    // Nothing found says something only where there was something to look through.
    if (lab.samples() === 0 && !signal.aborted)
      problems.push('no process of floatip was ever seen');
  }
}

async function runDrill(lab: Lab, tally: Tally, signal: AbortSignal): Promise<void> {
  const { drill, rounds, passed } = tally;
  console.error(`${drill.name}: ${drill.title}`);
  for (let number = 0; number < rounds; number += 1) {
    const label = String(number + 1).padStart(4);
    try {
      const round = await runRound(lab, drill, number);
      passed.push(round);
      console.error(`${label}  ${describe(round)}`);
    } catch (error) {
      signal.throwIfAborted();
      tally.failed += 1;
      console.error(`${label}  FAILED  ${String(error)}`);
      // Those of this round are not the next one's.
      for (const crash of takeCrashes(lab)) console.error(crash);
      await tellHistory(lab);
      await boot(lab);
    }
  }
}

function describe({ gapMs, lost, rightAfterMs, writes, untold }: Round): string {
  const suffix = untold === 0 ? '' : ', untold';
  const counted = `${writes} ${writes === 1 ? 'write' : 'writes'}`;
  return `gap ${gapMs.toFixed(0)} ms, ${lost} lost, right after ${rightAfterMs.toFixed(0)} ms${suffix}, ${counted}`;
}

async function tellHistory({ hosts }: Lab): Promise<void> {
  for (const host of hosts) {
    // A history that cannot be told is one more thing to see, and no reason to leave out the rest.
    console.error(`${host.name}:\n${await host.history().catch(String)}`);
  }
}

function leaks(traces: string): readonly string[] {
  const { files, found } = searchForSecrets(traces);
  console.log(`Searched ${files} files for secrets; found ${found.length} times`);
  return found.map((path) => `a secret shows up in ${path}`);
}
