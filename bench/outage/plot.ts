import { cloudName, entriesOf, inMs } from './report.ts';
import type { Entry } from './report.ts';
import { summarise } from './sample.ts';
import type { Sample, Summary } from './sample.ts';
import { contestants } from './trials.ts';
import type { Contestant } from './trials.ts';

const width = 760;
const left = 320;
const bar = { height: 16, inner: 6, step: 22 } as const;
const groupGap = 12;
const top = 56;
const colours: Readonly<Record<Contestant, string>> = {
  recipe: '#c2703d',
  hooks: '#5b8db8',
  fifo: '#2f7d5b',
};

/** One bar a sample: the outage, keepalived's time inside it, and the longest outage as a line. */
export function plot(samples: readonly Sample[]): string {
  const longest = Math.max(100, ...samples.map((sample) => summarise(sample).longest ?? 0));
  const scale = (ms: number): number => (ms / longest) * (width - left - 50);
  let y = top;
  let group = '';
  const parts = entriesOf(samples).flatMap((entry) => {
    const { sample } = entry;
    if (sample === undefined) return [];
    const name = groupOf(entry);
    if (group !== '' && name !== group) y += groupGap;
    const label = name === group ? '' : text(8, y + 13, name);
    group = name;
    const drawn = drawBar(entry, summarise(sample), { y, scale });
    y += bar.step;
    return [label + drawn];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y + 12}" width="${width}" height="${y + 12}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#ffffff"/>
${text(8, 20, 'How long the client got no answer, in ms: median, and the longest as a thin line')}
${text(8, 38, 'behind each trouble: how slow the cloud is; grey: until keepalived noticed, where the old host is dead for the client')}
${parts.join('\n')}
</svg>
`;
}

function groupOf({ trial, moveMs }: Entry): string {
  return `${trial.title.replaceAll('`', '')}; ${cloudName(moveMs)}`;
}

interface Place {
  readonly y: number;
  readonly scale: (ms: number) => number;
}

function drawBar({ trial, by }: Entry, summary: Summary, { y, scale }: Place): string {
  const { outage, longest, detection } = summary;
  if (outage === undefined || longest === undefined) return '';
  const middle = y + bar.height / 2;
  const end = left + scale(longest);
  const inner = y + (bar.height - bar.inner) / 2;
  return [
    text(left - 88, y + 13, contestants[by]),
    rect({ y, wide: scale(outage), high: bar.height, fill: colours[by] }),
    trial.isDead && detection !== undefined
      ? rect({ y: inner, wide: scale(detection), high: bar.inner, fill: '#d9dce1' })
      : '',
    `<line x1="${(left + scale(outage)).toFixed(1)}" y1="${middle}" x2="${end.toFixed(1)}" y2="${middle}" stroke="#555555"/>`,
    text(end + 6, y + 13, inMs(outage)),
  ].join('');
}

interface Rectangle {
  readonly y: number;
  readonly wide: number;
  readonly high: number;
  readonly fill: string;
}

function rect({ y, wide, high, fill }: Rectangle): string {
  return `<rect x="${left}" y="${y}" width="${wide.toFixed(1)}" height="${high}" fill="${fill}"/>`;
}

function text(x: number, y: number, content: string): string {
  return `<text x="${x.toFixed(1)}" y="${y}" fill="#222222">${content}</text>`;
}
