import { sampleOf, summarise } from './sample.ts';
import type { Sample } from './sample.ts';
import { contestants, trials } from './trials.ts';
import type { Contestant, Trial } from './trials.ts';

/** What was measured of a trial, by one contestant, in one cloud. */
export interface Entry {
  readonly trial: Trial;
  readonly by: Contestant;
  readonly moveMs: number;
  /** Nothing where no round was begun. */
  readonly sample: Sample | undefined;
}

/** All that is to be measured, by cloud, by trial, by contestant. */
export function entriesOf(samples: readonly Sample[]): readonly Entry[] {
  const entries = trials.flatMap((trial) =>
    trial.paces.flatMap((pace) =>
      trial.by.map((by) => {
        const sample = sampleOf(samples, trial, { by, pace });
        return { trial, by, moveMs: pace.moveMs, sample };
      }),
    ),
  );
  return entries.toSorted((one, other) => one.moveMs - other.moveMs);
}

const outages = ['outage', 'longest'] as const;
const parts = ['detection', 'rest', 'event', 'request', 'move', 'readBack'] as const;

/** One line for each sample, for the terminal. */
export function renderTable(samples: readonly Sample[]): string {
  const head = ['cloud', 'drill', 'with', 'passed', ...outages, ...parts];
  const lines = entriesOf(samples).flatMap(({ trial, by, moveMs, sample }) => {
    if (sample === undefined) return [];
    const summary = summarise(sample);
    return [
      [
        String(moveMs),
        trial.drill,
        contestants[by],
        `${sample.passed.length}/${sample.rounds}`,
        ...outages.map((column) => inMs(summary[column])),
        // Of an outage that did not wait for them, these are no parts.
        ...parts.map((column) => (trial.isDead ? inMs(summary[column]) : '-')),
      ],
    ];
  });
  return `${[head, ...lines].map(renderLine).join('\n')}\n\n${legend}`;
}

const legend = `Medians in ms, and the longest.
cloud      how late each answer of its API comes, and how long a move takes
outage     the longest time for which the client, asking every 5 ms, got no answer
detection  of it, until keepalived had put its own address on the new host
rest       outage without detection
event      of the rest, until floatip began to run for it
request    of the rest, from there until the cloud had the request
move       of the rest, from there until the cloud had moved the address
readBack   after the move, until floatip had seen it: the client is served meanwhile
`;

/** What a cloud is called that takes so long for a move. */
export function cloudName(moveMs: number): string {
  return moveMs === 0 ? 'at once' : `${moveMs} ms`;
}

/** Whole milliseconds, or `-` for what was not seen. */
export function inMs(ms: number | undefined): string {
  return ms === undefined ? '-' : ms.toFixed(0);
}

function renderLine(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index === 1 || index === 2 ? cell.padEnd(13) : cell.padStart(9)))
    .join('  ')
    .trimEnd();
}
