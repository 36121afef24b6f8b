import { dayOf, timeOf } from '../../core/local-time.ts';
import { phaseNames } from '../../core/outcome.ts';
import type { Failover } from '../../watch/page/look.ts';
import { cell, fit, widthOf } from './text-width.ts';
import type { Paint, Room } from './view.ts';

const barWidth = 12;
/** Narrower terminals show no phases. */
const leastForBar = 100;
/** Of a cause that is cut to less, nobody could tell which it was. */
const leastForCause = 12;

export interface FailoverOptions {
  readonly room: Room;
  readonly paint: Paint;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The last failovers, latest first, each in a line with its phases as a bar of letters. */
export function failoverLines(
  failovers: readonly Failover[],
  { room, paint, now }: FailoverOptions,
): string[] {
  if (room.rows < 2) return [];
  const title = paint.bold('Last failovers');
  if (failovers.length === 0) return [title, fit(nothingYet, room.columns)];
  const shown = failovers.slice(0, room.rows - 1);
  const moves = shown.map(moveOf);
  const times = shown.map(({ at }) => whenOf(at, now));
  const timeWidth = Math.max(...times.map(widthOf));
  const moveWidth = Math.max(...moves.map(widthOf));
  const hasBar = room.columns >= leastForBar;
  const legend = hasBar ? paint.dim(`  ${phaseNames.map(legendOf).join(' ')}`) : '';
  const lines = shown.map((failover, index) => {
    const { durationMs, cause, reason } = failover;
    const when = (times[index] ?? '').padStart(timeWidth);
    const took = `${(durationMs / 1000).toFixed(2)} s`.padStart(8);
    const bar = hasBar ? `  ${barOf(failover)}` : '';
    const left = room.columns - widthOf(when) - 2 - took.length - bar.length;
    const move = cell(moves[index] ?? '', Math.min(moveWidth, Math.max(1, left)));
    const before = `${when}  ${move}${took}${bar}  `;
    const space = room.columns - widthOf(before);
    const why = space < leastForCause ? '' : fit(reason ?? cause, space);
    const tone = isWell(failover) ? paint.reset : paint.red;
    return `${paint.dim(when)}  ${tone(move)}${took}${paint.cyan(bar)}  ${paint.dim(why)}`.trimEnd();
  });
  return [`${title}${legend}`, ...lines];
}

const nothingYet = 'No address has changed hands on this host yet.';

function whenOf(at: number, now: number): string {
  const time = timeOf(at).slice(0, 8);
  return dayOf(at) === dayOf(now) ? time : `${dayOf(at).slice(5)} ${time}`;
}

function isWell({ outcome }: Failover): boolean {
  return outcome === 'moved' || outcome === 'released';
}

function moveOf(failover: Failover): string {
  const { name, ip, from, to, outcome } = failover;
  const subject = ip === null || ip === name ? name : `${name} ${ip}`;
  const move = from === to ? (to ?? 'nobody') : `${from ?? 'nobody'} → ${to ?? 'nobody'}`;
  return `${subject}  ${move}${isWell(failover) ? '' : `  ${outcome}`}`;
}

/** What a letter of the bar means: it is the first one of its phase. */
function legendOf(name: string): string {
  return `${name.slice(0, 1)}=${name}`;
}

/** Each phase as long as its share of the time, by its first letter. */
function barOf({ phasesMs }: Failover): string {
  const phases = phaseNames.map((name) => ({ letter: name.slice(0, 1), ms: phasesMs[name] ?? 0 }));
  let total = 0;
  for (const { ms } of phases) total += ms;
  if (total === 0) return ' '.repeat(barWidth);
  let passed = 0;
  let bar = '';
  for (const { letter, ms } of phases) {
    passed += ms;
    bar += letter.repeat(Math.round((barWidth * passed) / total) - bar.length);
  }
  return bar;
}
