import { drillPhases } from '../../app/drill/drill-report.ts';
import type { DrilledAddress, DrillReport } from '../../app/drill/drill-report.ts';
import type { Move } from '../../app/drill/moves.ts';
import type { DrillPlan } from '../../app/drill/survey.ts';
import { nodeText } from '../../core/node-text.ts';
import type { Percentiles } from '../../core/percentiles.ts';
import { plainLine } from '../../core/plain-text.ts';

/** A move that has just been made, for whoever waits. */
export function moveLine(plan: DrillPlan, { round, to, result }: Move, rounds: number): string {
  const { address } = plan;
  const { outcome, durationMs, writes } = result;
  const took = `${(durationMs / 1000).toFixed(2)} s, ${writes} ${writes === 1 ? 'write' : 'writes'}`;
  const where = nodeText(plan[to]);
  return plainLine(`${address.name} ${round}/${rounds} to ${where}: ${outcome} (${took})`);
}

/** The report for people. */
export function drillLines(report: DrillReport): string {
  const lines = [
    ...report.addresses.flatMap((address) => [...addressLines(address, report), '']),
    ...requestLines(report),
    '',
    ...differenceLines(report),
  ];
  return `${lines.map((line) => plainLine(line).trimEnd()).join('\n')}\n`;
}

const columns = ['p50', 'p90', 'p99', 'max'] as const;

function addressLines(address: DrilledAddress, { embeddedMs }: DrillReport): readonly string[] {
  const { name, kind, ip, home, away, moved, writes, phasesMs } = address;
  const count = `${moved} ${moved === 1 ? 'move' : 'moves'}, ${writes} ${writes === 1 ? 'write' : 'writes'}`;
  const subject = ip === null || ip === name ? name : `${name} ${ip}`;
  const embedded = embeddedMs[kind];
  const beside =
    embedded === undefined
      ? []
      : [`  embedded  ${cells(embedded)}  the whole move in the embedded cloud`];
  const rows = drillPhases.flatMap((phase) => {
    const spread = phasesMs[phase];
    return spread === undefined
      ? []
      : [`  ${phase.padEnd(8)}  ${cells(spread)}  ${meanings[phase]}`];
  });
  const head =
    rows.length === 0 ? [] : [`  ${''.padEnd(8)}  ${columns.map(inColumn).join('')}  ms`];
  return [
    `${subject} (${kind}), ${home} to ${away} and back: ${count}`,
    ...head,
    ...rows,
    ...beside,
  ];
}

const meanings = {
  read: 'looking who has it',
  write: 'until the cloud accepted the change',
  settle: 'until the cloud had made it',
  verify: 'the look that saw it there',
  total: 'the whole move',
} as const;

function cells(spread: Percentiles): string {
  return columns.map((column) => inColumn(String(spread[column]))).join('');
}

function inColumn(text: string): string {
  return text.padStart(7);
}

function requestLines({ requests }: DrillReport): readonly string[] {
  const width = Math.max(0, ...requests.map(({ request }) => request.length));
  const rows = requests.map(({ request, count, statuses, ms }) => {
    const told = Object.entries(statuses).map(([status, times]) => `${times} × ${status}`);
    const time = ms === undefined ? '' : `p50 ${ms.p50} ms, max ${ms.max} ms`;
    return `  ${request.padEnd(width)}  ${String(count).padStart(4)}  ${time}  ${told.join(', ')}`;
  });
  return ['Requests', ...rows];
}

function differenceLines({ differences, simulated }: DrillReport): readonly string[] {
  if (simulated) return ['This was the embedded cloud: a real one takes its own time.'];
  if (differences.length === 0) return ['The cloud did nothing that the embedded one does not do.'];
  const rows = differences.map(({ request, status, what, detail, embedded }) => {
    const beside = embedded === undefined ? '' : ` (embedded: ${embedded})`;
    return `  ${request} ${status}  ${words[what]} ${detail}${beside}`;
  });
  return ['What the cloud did otherwise than the embedded one', ...rows];
}

const words = {
  request: 'asked',
  status: 'answered',
  field: 'more:',
  type: 'of another type:',
  word: 'another word:',
  header: 'header',
  missing: 'not there:',
} as const;
