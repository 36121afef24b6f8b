import { Error as errors, logger, parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';

import type { Found } from './measure.ts';

/** An SVG: how long it takes to notice a dead master, by `advert_int`. */
export async function plot(found: readonly Found[]): Promise<string> {
  const { spec } = compile(chartOf(found), { logger: logger(errors) });
  return `${await new View(parse(spec), { renderer: 'none' }).toSVG()}\n`;
}

function chartOf(found: readonly Found[]): TopLevelSpec {
  const values = found
    .filter(({ variant, advertInt }) => variant === `${advertInt}`)
    .map(({ advertInt, detection: { median, longest }, falseAlarms }) => ({
      advertInt,
      median,
      longest,
      alarms: Object.values(falseAlarms).some((count) => count > 0) ? 'some' : 'none',
    }));
  const y = { field: 'advertInt', type: 'ordinal', axis: { title: 'advert_int, s' } } as const;
  const x = { type: 'quantitative', scale: { type: 'log' } } as const;
  const title = 'ms until the other host is MASTER';
  const color = {
    field: 'alarms',
    type: 'nominal',
    scale: { domain: ['none', 'some'], range: ['#2f7d5b', '#c2703d'] },
    legend: { title: 'False failovers in what was tried', orient: 'top', titleLimit: 300 },
  } as const;
  return {
    title: {
      text: 'How long keepalived takes to notice a dead master: less is better',
      subtitle: 'Median of the rounds, with its number; the line ends at the longest',
      anchor: 'start',
      offset: 12,
    },
    background: '#ffffff',
    data: { values },
    width: 420,
    height: { step: 24 },
    layer: [
      {
        mark: 'rule',
        encoding: { y, x: { ...x, field: 'median', axis: { title } }, x2: { field: 'longest' } },
      },
      {
        mark: { type: 'point', filled: true, size: 80 },
        encoding: { y, x: { ...x, field: 'median' }, color },
      },
      {
        mark: { type: 'text', align: 'right', dx: -8 },
        encoding: { y, x: { ...x, field: 'median' }, text: { field: 'median', format: '.0f' } },
      },
    ],
    config: { view: { stroke: '#e3e6ea' }, font: 'sans-serif' },
  };
}
