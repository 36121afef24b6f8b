import { contestants, summarise } from './sample.ts';
import type { Contestant, Sample } from './sample.ts';

const columns = ['outage', 'longest', 'detection', 'rest', 'event', 'cloud'] as const;

/** One line for each sample. Milliseconds. */
export function renderTable(samples: readonly Sample[]): string {
  const head = ['cloud', 'drill', 'with', 'passed', ...columns];
  const lines = samples.map((sample) => {
    const summary = summarise(sample);
    return [
      String(sample.pace.moveMs),
      sample.drill,
      contestants[sample.by],
      `${sample.passed.length}/${sample.rounds}`,
      ...columns.map((column) => summary[column].toFixed(0)),
    ];
  });
  return [head, ...lines].map(renderLine).join('\n') + `\n\n${legend}`;
}

const legend = `cloud      how late each answer of its API comes, and how long a move takes
outage     the longest time for which the client, asking every 5 ms, got no answer; and its maximum
detection  of it, until keepalived had put its own address on the new host
rest       outage without detection
event      of the rest, until the cloud got the request
cloud      of the rest, from the request until the cloud had moved the address
`;

function renderLine(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index === 1 || index === 2 ? cell.padEnd(15) : cell.padStart(10)))
    .join('  ')
    .trimEnd();
}

export interface Verdict {
  readonly text: string;
  readonly isMet: boolean;
}

/** Whether what was measured is what floatip promises. */
export function judge(samples: readonly Sample[]): readonly Verdict[] {
  return [
    ...samples.filter(isPlainCable('fifo')).map((sample) => restAtMost(sample, 30)),
    ...samples.filter(isPlainCable('hooks')).map((sample) => restAtMost(sample, 150)),
    ...samples.filter(({ by, pace }) => by === 'fifo' && pace.moveMs > 0).map(underASecond),
    ...samples.filter(({ by }) => by !== 'recipe').map(allPassed),
  ];
}

function isPlainCable(by: Contestant): (sample: Sample) => boolean {
  return (sample) => sample.by === by && sample.drill === 'cable' && sample.pace.moveMs === 0;
}

function restAtMost(sample: Sample, atMost: number): Verdict {
  const { rest } = summarise(sample);
  const name = contestants[sample.by];
  const text = `cable pulled, ${name}: ${rest.toFixed(0)} ms above detection, at most ${atMost}`;
  return { text, isMet: rest <= atMost };
}

function underASecond(sample: Sample): Verdict {
  const { longest } = summarise(sample);
  const name = contestants[sample.by];
  const text = `${sample.drill}, ${name}, cloud ${sample.pace.moveMs} ms: longest ${longest.toFixed(0)} ms, under 1000`;
  return { text, isMet: longest < 1000 };
}

function allPassed({ drill, by, pace, passed, rounds }: Sample): Verdict {
  const name = contestants[by];
  const text = `${drill}, ${name}, cloud ${pace.moveMs} ms: at the true master ${passed.length}/${rounds}`;
  return { text, isMet: passed.length === rounds };
}
