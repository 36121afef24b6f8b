import { cloudName, entriesOf, inMs } from './report.ts';
import { sampleOf, summarise } from './sample.ts';
import type { Results, Sample, Summary } from './sample.ts';
import { paces, trials } from './trials.ts';
import type { Contestant } from './trials.ts';

const begin = '<!-- Written by npm run bench:outage -- --write -->';
const end = '<!-- End of what it has written -->';

/** README with these results in it. Throws where it has no place for them. */
export function withResults(readme: string, results: Results): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md needs the lines '${begin}' and '${end}'`);
  const head = readme.slice(0, from + begin.length);
  return `${head}\n\n${render(results)}\n\n${readme.slice(to)}`;
}

function render({ machine, rounds, samples }: Results): string {
  return `Medians of ${rounds} rounds in ms, in brackets the longest; ${machine}:

${outageTable(samples)}

Where each millisecond goes, with a cloud of ${paces.late.moveMs} ms; medians as well:

${partsTable(samples)}`;
}

function outageTable(samples: readonly Sample[]): string {
  const head = ['cloud', 'trouble', 'script', 'hook', 'watch', 'of that, keepalived alone'];
  const rows = Object.values(paces).flatMap(({ moveMs }) => {
    const entries = entriesOf(samples).filter((entry) => entry.moveMs === moveMs);
    return trials.flatMap((trial) => {
      const own = entries.filter((entry) => entry.trial === trial && entry.sample !== undefined);
      if (own.length === 0) return [];
      const summaryBy = (by: Contestant): Summary | undefined => {
        const sample = own.find((entry) => entry.by === by)?.sample;
        return sample && summarise(sample);
      };
      const watch = summaryBy('fifo');
      return [
        [
          cloudName(moveMs),
          trial.title,
          ...(['recipe', 'hooks', 'fifo'] as const).map((by) => outageIn(summaryBy(by))),
          trial.isDead
            ? inMs(watch?.detection)
            : `serves on; right after ${inMs(watch?.rightAfter)}`,
        ],
      ];
    });
  });
  return markdownTable([head, ...rows]);
}

function outageIn(summary: Summary | undefined): string {
  if (summary?.outage === undefined) return '-';
  return `${inMs(summary.outage)} (${inMs(summary.longest)})`;
}

interface Part {
  readonly part: keyof Summary;
  readonly name: string;
  readonly meaning: string;
}

const parts: readonly Part[] = [
  {
    part: 'detection',
    name: 'detection',
    meaning: 'keepalived misses three adverts of 100 ms each, or hears that its master leaves',
  },
  {
    part: 'event',
    name: 'event',
    meaning: 'its word to floatip: a line in the FIFO; a hook has to be started',
  },
  {
    part: 'request',
    name: 'request',
    meaning: 'until the cloud has the request; a hook has to connect first',
  },
  {
    part: 'move',
    name: 'cloud',
    meaning: 'the move, which the embedded cloud makes this long',
  },
  {
    part: 'readBack',
    name: 'read back',
    meaning: 'after the outage: floatip looks until it sees the address here',
  },
];

function partsTable(samples: readonly Sample[]): string {
  const late = paces.late;
  const columns = (
    [
      ['`watch`, cable pulled', 'cable', 'fifo'],
      ['`watch`, shut down', 'shutdown', 'fifo'],
      ['hook, cable pulled', 'cable', 'hooks'],
    ] as const
  ).map(([title, drill, by]) => {
    const sample = sampleOf(samples, { drill }, { by, pace: late });
    return { title, summary: sample && summarise(sample) };
  });
  const head = ['part', ...columns.map(({ title }) => title), 'what it is'];
  const rows = parts.map(({ part, name, meaning }) =>
    [name].concat(
      columns.map(({ summary }) => inMs(summary?.[part])),
      meaning,
    ),
  );
  return markdownTable([head, ...rows]);
}

/** As the formatter of this project wants it. */
function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = line(widths.map((wide) => '-'.repeat(wide)));
  return [line(head), rule, ...rows.slice(1).map(line)].join('\n');
}
