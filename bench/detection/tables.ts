import { markdownTable } from '../../.config/reference/markdown-table.ts';
import { conditions } from './conditions.ts';
import { pausesMs } from './measure.ts';
import type { Found, Plan } from './measure.ts';

export interface Results extends Plan {
  /** What it was measured on. */
  readonly machine: string;
  readonly found: readonly Found[];
}

/** How fast, what it costs, and what pause of the master is taken for its death. */
export function detectionTable({ found, rounds }: Results): string {
  const head = [
    '`advert_int`',
    'noticed after, ms',
    'longest',
    'CPU of both, % of a core',
    ...pausesMs.map((ms) => `paused ${ms} ms`),
    'killed',
  ];
  const rows = found.map(({ variant, detection, cpuPercent, takenInPause, deaths }) => [
    variant,
    detection.median.toFixed(0),
    detection.longest.toFixed(0),
    cpuPercent.toFixed(1),
    ...pausesMs.map((ms) => `${takenInPause[ms] ?? 0} of ${rounds}`),
    String(deaths),
  ]);
  return markdownTable([head, ...rows]);
}

/** How often the other host took over though nothing was wrong. */
export function conditionsTable({ found }: Results): string {
  const head = ['`advert_int`', ...conditions.map(({ title }) => title)];
  const rows = found.map(({ variant, falseAlarms }) => [
    variant,
    ...conditions.map(({ name }) => String(falseAlarms[name] ?? '-')),
  ]);
  return markdownTable([head, ...rows]);
}
