import { createColors } from 'picocolors';

import { timeOf } from '../../core/local-time.ts';
import { countsText, headText, levelOf, signs } from '../../watch/page/headline.ts';
import type { Level } from '../../watch/page/headline.ts';
import type { Problem } from '../../watch/page/look.ts';
import { addressTable } from './address-table.ts';
import { failoverLines } from './failover-lines.ts';
import { cell, fit, wrap } from './text-width.ts';
import type { Paint, Room, View } from './view.ts';

export interface ScreenOptions {
  readonly room: Room;
  readonly color: boolean;
  /** Milliseconds since 1970, and of a clock that never goes back. */
  readonly now: { readonly wall: number; readonly passed: number };
  /** What ends it. */
  readonly ending: string;
}

/** The whole page as it fits on a terminal: never more lines than it has, none longer than it is wide. */
export function screenLines(view: View, options: ScreenOptions): readonly string[] {
  const { room, color, now } = options;
  const paint = createColors(color);
  const { look, takenAt, source } = view;
  const { columns } = room;
  const head = headLines(view, options, paint);
  const foot = [paint.dim(fit(`${options.ending} · ${source}`, columns))];
  const body = room.rows - head.length - 1 - foot.length;
  const forProblems = body < leastForProblems ? 0 : Math.floor(body / 3);
  const problems = problemLines(look.problems, { columns, rows: forProblems }, paint);
  const left = body - problems.length;
  const forFailovers = left < leastForFailovers ? 0 : Math.max(4, Math.floor(left / 3));
  const tableRows = left - Math.min(2 + look.failovers.length, forFailovers);
  const table = addressTable(look.addresses, {
    room: { columns, rows: Math.max(2, tableRows) },
    paint,
    passedMs: now.passed - takenAt,
  });
  const rest = left - table.length - 1;
  const timeline = failoverLines(look.failovers, {
    room: { columns, rows: forFailovers === 0 ? 0 : rest },
    paint,
    now: now.wall,
  });
  const between = timeline.length > 0 ? [''] : [];
  const lines = [...head, ...problems, ...table, ...between, ...timeline, ''];
  return [...lines.slice(0, Math.max(0, room.rows - foot.length)), ...foot].slice(-room.rows);
}

/** On a low terminal, who holds what comes before all else. */
const leastForProblems = 7;
const leastForFailovers = 9;

/** Before anything is known. */
export function waitingLines(text: string, { room, ending }: ScreenOptions): readonly string[] {
  return [fit(text, room.columns), '', fit(ending, room.columns)].slice(0, room.rows);
}

function headLines({ look }: View, { room, now }: ScreenOptions, paint: Paint): string[] {
  const { columns } = room;
  const where = [look.cluster, look.host ?? 'a host that does not know yet who it is'];
  const clock = timeOf(now.wall).slice(0, 8);
  const title = fit(where.flatMap((word) => word ?? []).join(' · '), columns - clock.length - 2);
  const level = levelOf(look);
  const headline = fit(`${signs[level]} ${headText(look)}`, columns);
  return [
    `${cell(title, columns - clock.length - 1)} ${paint.dim(clock)}`,
    toneOf(level, paint)(paint.bold(headline)),
    paint.dim(fit(`  ${countsText(look)}`, columns)),
    '',
  ];
}

function toneOf(level: Level, paint: Paint): (text: string) => string {
  switch (level) {
    case 'good':
      return paint.green;
    case 'moving':
      return paint.blue;
    case 'bad':
      return paint.red;
    default:
      return paint.dim;
  }
}

/** What is wrong, and below it what to do; the last line says of how much there was no room to tell. */
function problemLines(problems: readonly Problem[], room: Room, paint: Paint): string[] {
  const lines: string[] = [];
  for (const [index, problem] of problems.entries()) {
    const told = problemText(problem, room.columns, paint);
    const isLast = index === problems.length - 1;
    if (lines.length + told.length + (isLast ? 0 : 1) > room.rows) {
      if (room.rows > 0)
        lines.push(paint.red(fit(moreText(problems.length - index, index), room.columns)));
      break;
    }
    lines.push(...told);
  }
  return lines.length === 0 ? [] : [...lines, ''];
}

function moreText(left: number, told: number): string {
  const more = told === 0 ? '' : ' more';
  return `! ${left}${more} ${left === 1 ? 'thing is' : 'things are'} wrong: make the terminal larger`;
}

const mostNames = 4;

function problemText(problem: Problem, columns: number, paint: Paint): readonly string[] {
  const { names, message, hint, isBeingMended } = problem;
  const isMended = isBeingMended === true;
  const shown = names.slice(0, mostNames).map((name) => fit(name, 24));
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  const who = names.length === 0 ? '' : `${shown.join(', ')}${more}: `;
  const tone = isMended ? paint.blue : paint.red;
  const advice = isMended ? 'A takeover is under way' : hint;
  const what = wrap(`${who}${message}`, columns - 2, 3);
  return [
    ...what.map((line, index) => tone(`${index === 0 ? (isMended ? '→ ' : '! ') : '  '}${line}`)),
    ...(advice === undefined ? [] : wrap(advice, columns - 2, 2).map((line) => `  ${line}`)),
  ];
}
