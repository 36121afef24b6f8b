import { dayOf, timeOf } from '../../core/local-time.ts';
import { phaseNames } from '../../core/outcome.ts';
import type { PhaseName } from '../../core/outcome.ts';
import { plainText } from '../../core/plain-text.ts';
import type { Failover, Look } from './look.ts';
import { element } from './tree.ts';
import type { Element } from './tree.ts';

/** The last failovers, latest first. */
export function timeline({ failovers, at }: Look): Element {
  if (failovers.length === 0) {
    return element('div', { id: 'timeline' }, element('p', { class: 'none' }, nothingYet));
  }
  const today = dayOf(at);
  return element(
    'div',
    { id: 'timeline' },
    legend(),
    element(
      'ol',
      {},
      failovers.map((failover) => item(failover, today)),
    ),
  );
}

const nothingYet = 'No address has changed hands on this host yet.';

/** What the colours of the bars mean. */
function legend(): Element {
  const entries = phaseNames.map((name) => element('li', {}, swatch(name), name));
  return element('ul', { class: 'legend', 'aria-label': 'Phases' }, entries);
}

function swatch(name: string): Element {
  const square = element('rect', { width: '10', height: '10', class: name });
  return element(
    'svg',
    { class: 'swatch', width: '10', height: '10', 'aria-hidden': 'true' },
    square,
  );
}

function item(failover: Failover, today: string): Element {
  const { at, id, outcome, durationMs, cause, reason } = failover;
  const day = dayOf(at);
  const isWell = outcome === 'moved' || outcome === 'released';
  const iso = new Date(at).toISOString();
  return element(
    'li',
    { id: `failover-${encodeURIComponent(id)}`, class: isWell ? 'good' : 'bad' },
    element(
      'time',
      { datetime: iso },
      day === today ? '' : element('span', { class: 'day' }, day),
      element('span', {}, timeOf(at)),
    ),
    element('div', { class: 'who' }, ...sentence(failover, isWell)),
    element('span', { class: 'took' }, `${(durationMs / 1000).toFixed(2)} s`),
    bar(failover),
    element('div', { class: 'cause' }, plainText(cause)),
    reason === undefined ? undefined : element('div', { class: 'reason' }, plainText(reason)),
  );
}

function sentence(failover: Failover, isWell: boolean): Parameters<typeof element>[2][] {
  const { name, ip, from, to, outcome } = failover;
  const subject = element('bdi', { class: 'name' }, plainText(name));
  const number =
    ip === null || ip === name ? undefined : element('span', { class: 'ip' }, plainText(ip));
  const arrow = [
    element('span', { class: 'arrow', 'aria-hidden': 'true' }, '→'),
    element('span', { class: 'unseen' }, ' to '),
  ];
  const ending = isWell ? undefined : element('span', { class: 'ending' }, outcome);
  const move = from === to ? [nodeNamed(to)] : [nodeNamed(from), ...arrow, nodeNamed(to)];
  return [subject, number, element('span', { class: 'move' }, ...move), ending];
}

function nodeNamed(text: string | null): Element {
  return element('bdi', { class: text === null ? 'none' : 'node' }, plainText(text ?? 'nobody'));
}

/** The phases side by side, each as wide as it was long. Attributes, as the page allows no inline style. */
function bar({ phasesMs, durationMs }: Failover): Element {
  const total = Math.max(1, durationMs, sumOf(phasesMs));
  const shown = phaseNames.filter((name) => phasesMs[name] > 0);
  const words = shown.map((name) => `${name} ${Math.round(phasesMs[name])} ms`).join(', ');
  let x = 0;
  const pieces = shown.map((name) => {
    const width = (100 * phasesMs[name]) / total;
    const piece = segment(name, { x, width, ms: phasesMs[name] });
    x += width;
    return piece;
  });
  const label = words === '' ? 'no phases' : words;
  return element('svg', { class: 'bar', role: 'img', 'aria-label': label, height: '10' }, pieces);
}

interface Segment {
  readonly x: number;
  readonly width: number;
  readonly ms: number;
}

function segment(name: PhaseName, { x, width, ms }: Segment): Element {
  const place = { x: `${x.toFixed(2)}%`, width: `${width.toFixed(2)}%`, height: '10' };
  const title = element('title', {}, `${name} ${Math.round(ms)} ms`);
  return element('rect', { ...place, class: name }, title);
}

function sumOf(phases: Failover['phasesMs']): number {
  let sum = 0;
  for (const name of phaseNames) sum += phases[name];
  return sum;
}
