import { Error as errors, logger, parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';

import { cloudName, entriesOf } from './report.ts';
import type { Entry } from './report.ts';
import { summarise } from './sample.ts';
import type { Sample } from './sample.ts';
import { contestants, trials } from './trials.ts';

/** A piece of a bar. */
interface Piece {
  /** Above the bars that are to be compared. */
  readonly trouble: string;
  readonly by: string;
  readonly part: string;
  /** Which piece of the bar it is, from the left. */
  readonly place: number;
  readonly ms: number;
  /** The whole bar, and the longest of all rounds. */
  readonly outage: number;
  readonly longest: number;
}

const keepalived = 'keepalived, until it has noticed';
const colours: Readonly<Record<string, string>> = {
  [keepalived]: '#b4bac4',
  [contestants.recipe]: '#c2703d',
  [contestants.hooks]: '#5b8db8',
  [contestants.fifo]: '#2f7d5b',
};
const names = Object.values(contestants);
/** It warns of sizes that rows with their own bars might have, and they have them. */
const quiet = logger(errors);

/** An SVG: for each trouble and cloud a bar by each contestant, first keepalived's part, then its own. */
export async function plot(samples: readonly Sample[]): Promise<string> {
  const { spec } = compile(chartOf(rowsOf(samples)), { logger: quiet });
  const svg = await new View(parse(spec), { renderer: 'none' }).toSVG();
  return `${svg}\n`;
}

/** What is one trouble stands together, whatever the cloud. */
function rowsOf(samples: readonly Sample[]): readonly Piece[] {
  const entries = entriesOf(samples);
  return trials
    .flatMap((trial) => entries.filter((entry) => entry.trial === trial))
    .flatMap(piecesOf);
}

function piecesOf({ trial, by, moveMs, sample }: Entry): readonly Piece[] {
  const { outage, longest, detection } = sample === undefined ? {} : summarise(sample);
  if (outage === undefined || longest === undefined) return [];
  // Where the old host serves on, the client does not wait for keepalived.
  const noticed = trial.isDead ? Math.min(detection ?? 0, outage) : 0;
  const bar = {
    trouble: `${trial.title.replaceAll('`', '')}, cloud: ${cloudName(moveMs)}`,
    by: contestants[by],
    outage: Math.round(outage),
    longest,
  };
  return [
    { ...bar, part: keepalived, place: 0, ms: noticed },
    { ...bar, part: contestants[by], place: 1, ms: outage - noticed },
  ];
}

function chartOf(values: readonly Piece[]): TopLevelSpec {
  const text = { title: null } as const;
  const y = { field: 'by', type: 'nominal', sort: names, axis: text } as const;
  const x = { type: 'quantitative', axis: { title: 'ms without an answer' } } as const;
  const once = [{ filter: 'datum.place === 0' }];
  return {
    title: {
      text: 'How long the client got no answer: less is better',
      subtitle: 'Median of the rounds, with its number; the line ends at the longest',
      anchor: 'start',
      offset: 12,
    },
    background: '#ffffff',
    data: { values: [...values] },
    facet: {
      row: {
        field: 'trouble',
        type: 'nominal',
        sort: [...new Set(values.map(({ trouble }) => trouble))],
        header: { ...text, labelOrient: 'top', labelAnchor: 'start', labelFontWeight: 'bold' },
      },
    },
    spec: {
      width: 420,
      height: { step: 17 },
      encoding: { y },
      layer: [
        {
          mark: { type: 'bar', height: 12 },
          encoding: {
            y,
            x: { ...x, field: 'ms', stack: 'zero' },
            color,
            order: { field: 'place' },
          },
        },
        {
          transform: once,
          mark: 'rule',
          encoding: { x: { ...x, field: 'outage' }, x2: { field: 'longest' } },
        },
        {
          transform: once,
          mark: { type: 'text', align: 'left', dx: 6 },
          encoding: { x: { ...x, field: 'longest' }, text: { field: 'outage' } },
        },
      ],
    },
    resolve: { scale: { y: 'independent' } },
    spacing: 4,
    config: { view: { stroke: '#e3e6ea' }, header: { labelLimit: 400 }, font: 'sans-serif' },
  };
}

const color = {
  field: 'part',
  type: 'nominal',
  scale: { domain: Object.keys(colours), range: Object.values(colours) },
  legend: { title: null, orient: 'top', labelLimit: 260 },
} as const;
