import { createColors } from 'picocolors';

import type { Diagnosis } from '../../app/doctor/doctor.ts';
import { plainLine } from '../../core/plain-text.ts';
import type { Check, CheckStatus } from '../../ports/check.ts';

type Paint = ReturnType<typeof createColors>;

const signs: Readonly<Record<CheckStatus, string>> = {
  ok: '✓',
  note: 'i',
  warn: '!',
  fail: '✗',
  skipped: '-',
};

/** A line for each check, and below it what to do, where there is something to do. */
export function diagnosisLines({ checks, summary }: Diagnosis, isColoured: boolean): string {
  const paint = createColors(isColoured);
  const width = Math.max(0, ...checks.map(({ id }) => id.length));
  const lines = checks.flatMap((check) => linesOf(check, width, paint));
  return `${[...lines, '', summaryOf(summary)].join('\n')}\n`;
}

function linesOf(
  { id, status, address, detail, fix }: Check,
  width: number,
  paint: Paint,
): readonly string[] {
  const subject = address === undefined ? '' : `${address}: `;
  const sign = colourOf(status, paint)(signs[status]);
  const line = `${sign} ${id.padEnd(width)}  ${plainLine(subject + detail)}`;
  return fix === undefined ? [line] : [line, `  ${' '.repeat(width)}  → ${plainLine(fix)}`];
}

function colourOf(status: CheckStatus, paint: Paint): (text: string) => string {
  switch (status) {
    case 'ok':
      return paint.green;
    case 'fail':
      return paint.red;
    case 'warn':
      return paint.yellow;
    case 'note':
      return paint.cyan;
    default:
      return paint.dim;
  }
}

function summaryOf({ ok, note, warn, fail, skipped }: Diagnosis['summary']): string {
  const parts = [
    `${ok} ok`,
    ...(note > 0 ? [`${note} to be known`] : []),
    ...(warn > 0 ? [`${warn} to be seen to`] : []),
    ...(fail > 0 ? [`${fail} wrong`] : []),
    ...(skipped > 0 ? [`${skipped} not looked at`] : []),
  ];
  return parts.join(', ');
}
