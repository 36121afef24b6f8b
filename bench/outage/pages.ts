import { markdownTable } from '../../.config/reference/markdown-table.ts';
import { withPart } from '../../.config/reference/marked-parts.ts';
import { highlights } from './highlights.ts';
import { cloudName, entriesOf, inMs } from './report.ts';
import type { Entry } from './report.ts';
import { sampleOf, summarise } from './sample.ts';
import type { Results, Sample, Summary } from './sample.ts';
import { paces, trials } from './trials.ts';
import type { Contestant } from './trials.ts';

const markers = {
  begin: '<!-- Written by npm run bench:outage -- --write -->',
  end: '<!-- End of what it has written -->',
};

/** What was measured, on the pages that show it. */
export const pages: Readonly<Record<string, (results: Results) => string>> = {
  'README.md': inShort,
  'README.zh-CN.md': inShortInChinese,
  'docs/performance.md': inFull,
};

/** A page with these results in it. Throws where it has no place for them. */
export function withResults(page: string, text: string, results: Results): string {
  return withPart(text, markers, pages[page]?.(results) ?? '');
}

function inShort({ rounds, samples }: Results): string {
  // All on one cloud, so which one is said above the table.
  const rows = outageRows(highlights(samples)).map(([, ...cells]) => cells);
  return `Medians of ${rounds} rounds in ms, in brackets the longest:

${markdownTable(rows)}`;
}

function inShortInChinese({ rounds, samples }: Results): string {
  const [, ...rows] = outageRows(highlights(samples)).map(([, ...cells]) => cells);
  const head = ['故障', '脚本', '钩子', '`watch`', '其中 keepalived 所占'];
  const translated = rows.map(([trouble = '', ...cells]) =>
    [troubles[trouble] ?? trouble].concat(cells),
  );
  return `${rounds} 轮的中位数，单位毫秒，括号内为最长：

${markdownTable([head, ...translated])}`;
}

const troubles: Readonly<Record<string, string>> = {
  'cable pulled': '拔掉网线',
  'shut down': '关机',
  'nginx ends (`track_file`)': 'nginx 退出（`track_file`）',
  'host freezes': '主机卡死',
};

function inFull({ machine, rounds, samples }: Results): string {
  return `Medians of ${rounds} rounds in ms, in brackets the longest; ${machine}:

${markdownTable(outageRows(samples))}

Where each millisecond goes, with a cloud of ${paces.late.moveMs} ms; medians as well:

${partsTable(samples)}`;
}

/** A row for each trouble and cloud, below a head. */
function outageRows(samples: readonly Sample[]): readonly (readonly string[])[] {
  const entries = entriesOf(samples).filter((entry) => entry.sample !== undefined);
  const rows = Object.values(paces).flatMap(({ moveMs }) =>
    trials.flatMap((trial) => {
      const own = entries.filter((entry) => entry.trial === trial && entry.moveMs === moveMs);
      return own.length === 0 ? [] : [outageRow(own, { trial, moveMs })];
    }),
  );
  return [['cloud', 'trouble', 'script', 'hook', 'watch', 'of that, keepalived alone'], ...rows];
}

function outageRow(
  own: readonly Entry[],
  { trial, moveMs }: Pick<Entry, 'trial' | 'moveMs'>,
): readonly string[] {
  const summaryBy = (by: Contestant): Summary | undefined => {
    const sample = own.find((entry) => entry.by === by)?.sample;
    return sample && summarise(sample);
  };
  const watch = summaryBy('fifo');
  return [
    cloudName(moveMs),
    trial.title,
    ...(['recipe', 'hooks', 'fifo'] as const).map((by) => outageIn(summaryBy(by))),
    trial.isDead ? inMs(watch?.detection) : `serves on; right after ${inMs(watch?.rightAfter)}`,
  ];
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
