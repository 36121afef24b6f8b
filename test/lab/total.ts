import type { Outcome } from './outcome.ts';

/** Of some rounds. */
interface Count {
  rounds: number;
  passed: number;
  failed: number;
}

/** Whether every round that was ordered is known to have passed, and nothing else went wrong. */
export function isAllWell(outcomes: readonly Outcome[], ordered: number): boolean {
  const { passed } = sum(outcomes);
  return passed === ordered && outcomes.every(({ problems }) => problems.length === 0);
}

/** All scenarios by all paths: one table for each, one for the drills, and what it comes to. */
export function renderTotal(outcomes: readonly Outcome[], ordered: number): string {
  const paths = [...new Set(outcomes.map(({ by }) => by))];
  const scenarios = [...new Set(outcomes.map(({ scenario }) => scenario))];
  const drills = [...new Set(outcomes.flatMap((one) => one.drills.map(({ name }) => name)))];
  const placesOf = (scenario: string): readonly string[] => {
    const own = outcomes.filter((one) => one.scenario === scenario);
    return [scenario, ...paths.map((path) => share(sum(own.filter(({ by }) => by === path))))];
  };
  const rows = drills.map((drill) => [drill, share(sum(outcomes, drill))]);
  return [
    ...table([['scenario', ...paths], ...scenarios.map(placesOf)]),
    ...table([['drill', 'passed'], ...rows]),
    ...outcomes.flatMap(({ scenario, by, problems }) =>
      problems.map((problem) => `FAILED  ${scenario}, ${by}: ${problem}`),
    ),
    inWords({ ...sum(outcomes), rounds: ordered }),
  ].join('\n');
}

/** Such as `39 of 42 rounds passed, 1 failed, 2 were not done`. */
export function inWords({ rounds, passed, failed }: Count): string {
  const left = rounds - passed - failed;
  return [
    `${passed} of ${rounds} rounds passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(left > 0 ? [`${left} were not done`] : []),
  ].join(', ');
}

function sum(outcomes: readonly Outcome[], drill?: string): Count {
  const total = { rounds: 0, passed: 0, failed: 0 };
  for (const { drills } of outcomes) {
    for (const { name, rounds, passed, failed } of drills) {
      if (drill !== undefined && drill !== name) continue;
      total.rounds += rounds;
      total.passed += passed;
      total.failed += failed;
    }
  }
  return total;
}

function share({ rounds, passed }: Count): string {
  return rounds === 0 ? '-' : `${passed}/${rounds}`;
}

/** With an empty line below. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const lines = rows.map(([name = '', ...cells]) =>
    [name.padEnd(14), ...cells.map((cell) => cell.padStart(9))].join(''),
  );
  return [...lines, ''];
}
