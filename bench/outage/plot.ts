import { contestants, summarise } from './sample.ts';
import type { Contestant, Sample } from './sample.ts';

const width = 760;
const left = 270;
const bar = { height: 16, step: 22 } as const;
const groupGap = 18;
const top = 52;
const colours: Readonly<Record<Contestant, string>> = {
  recipe: '#c2703d',
  hooks: '#5b8db8',
  fifo: '#2f7d5b',
};

/** One bar a sample: keepalived's own share, what came after it, and the longest outage as a line. */
export function plot(samples: readonly Sample[]): string {
  const longest = Math.max(100, ...samples.map((sample) => summarise(sample).longest || 0));
  const scale = (ms: number): number => (ms / longest) * (width - left - 70);
  let y = top;
  let group = '';
  const parts = samples.toSorted(byGroup).map((sample) => {
    const name = `${sample.drill}, cloud ${sample.pace.moveMs} ms`;
    if (group !== '' && name !== group) y += groupGap;
    const label = name === group ? '' : text(8, y + 13, name);
    group = name;
    const drawn = drawBar(sample, y, scale);
    y += bar.step;
    return label + drawn;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y + 12}" width="${width}" height="${y + 12}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#ffffff"/>
${text(8, 20, 'How long the client got no answer, in ms: median, and the longest as a thin line')}
${text(8, 38, 'grey: until keepalived noticed; coloured: until the address was at its new place')}
${parts.join('\n')}
</svg>
`;
}

function byGroup(one: Sample, other: Sample): number {
  return one.pace.moveMs - other.pace.moveMs || one.drill.localeCompare(other.drill);
}

function drawBar(sample: Sample, y: number, scale: (ms: number) => number): string {
  const { outage, longest, rest } = summarise(sample);
  if (Number.isNaN(outage)) return '';
  const by = sample.by;
  const own = Math.max(0, outage - Math.max(0, rest));
  const middle = y + bar.height / 2;
  const end = left + scale(longest);
  return [
    text(left - 100, y + 13, contestants[by]),
    rect({ x: left, y, width: scale(own), fill: '#c9ccd1' }),
    rect({ x: left + scale(own), y, width: scale(outage - own), fill: colours[by] }),
    `<line x1="${(left + scale(outage)).toFixed(1)}" y1="${middle}" x2="${end.toFixed(1)}" y2="${middle}" stroke="#555555"/>`,
    text(end + 6, y + 13, outage.toFixed(0)),
  ].join('');
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly fill: string;
}

function rect({ x, y, width: wide, fill }: Rectangle): string {
  return `<rect x="${x.toFixed(1)}" y="${y}" width="${wide.toFixed(1)}" height="${bar.height}" fill="${fill}"/>`;
}

function text(x: number, y: number, content: string): string {
  return `<text x="${x.toFixed(1)}" y="${y}" fill="#222222">${content}</text>`;
}
