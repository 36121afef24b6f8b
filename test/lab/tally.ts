import { availableParallelism, loadavg } from 'node:os';

import type { Drill } from './drill.ts';
import { median } from './median.ts';
import type { Round } from './round.ts';
import { inWords } from './total.ts';

/** The rounds of a drill: what was ordered, and what has come of it so far. */
export interface Tally {
  readonly drill: Drill;
  readonly rounds: number;
  readonly passed: Round[];
  failed: number;
}

/** One line for each drill, how many rounds passed, and what the columns mean. */
export function renderTallies(title: string, tallies: readonly Tally[]): string {
  const head = [
    'drill',
    'passed',
    'gap',
    '(max)',
    'lost',
    '(max)',
    'right',
    '(max)',
    'writes',
    'untold',
  ];
  const lines = [head, ...tallies.map(cells)].map(([name = '', ...rest]) =>
    [name.padEnd(8), ...rest.map((cell) => cell.padStart(8))].join(''),
  );
  return `\n${title}\n\n${lines.join('\n')}\n\n${count(tallies)}\n${legend()}`;
}

function count(tallies: readonly Tally[]): string {
  return inWords({
    rounds: sum(tallies.map(({ rounds }) => rounds)),
    passed: sum(tallies.map(({ passed }) => passed.length)),
    failed: sum(tallies.map(({ failed }) => failed)),
  });
}

function legend(): string {
  const [load = 0] = loadavg();
  return `gap     the longest time for which the client got no answer: median and maximum, ms
lost    how many questions got no answer, of one each 5 ms: datagrams in scenario udp, else connections
right   from the trouble until the true masters had the addresses, and kept them, ms
writes  requests to change something that the cloud got
untold  how often no event could tell, so that it took cron, or the watcher's next look
Times are those of this machine now: ${availableParallelism()} cores, load ${load.toFixed(1)}
`;
}

function cells({ drill, rounds, passed }: Tally): string[] {
  const gaps = passed.map(({ gapMs }) => gapMs);
  const losses = passed.map(({ lost }) => lost);
  const rights = passed.map(({ rightAfterMs }) => rightAfterMs);
  return [
    drill.name,
    `${passed.length}/${rounds}`,
    ...[gaps, losses, rights].flatMap((all) => [median(all), maximum(all)]).map(inMs),
    String(sum(passed.map(({ writes }) => writes))),
    String(sum(passed.map(({ untold }) => untold))),
  ];
}

function inMs(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(0);
}

function maximum(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
