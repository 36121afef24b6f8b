import type { Report } from '../app/command.ts';
import type { Result } from '../core/outcome.ts';
import type { Step } from '../core/plan.ts';
import { explainFailure } from './explain.ts';
import type { Io } from './io.ts';

/** What was done, on stdout: one line an address, or one JSON object. What failed, on stderr. */
export function printReport(report: Report, { json, io }: { json: boolean; io: Io }): void {
  if (json) printJson(report, io);
  for (const result of report.results) {
    const subject = subjectOf(result);
    if (result.error !== undefined) io.stderr.write(explainFailure(result.error, subject));
    else if (!json) io.stdout.write(`${subject}: ${sentence(result)}\n`);
  }
}

export function printJson(value: object, { stdout }: Io): void {
  stdout.write(`${JSON.stringify(value)}\n`);
}

function subjectOf({ name, ip }: Result): string {
  return name === ip ? ip : `${name} ${ip}`;
}

function sentence(result: Result): string {
  const { outcome, from, to, plan = [], why = '' } = result;
  switch (outcome) {
    case 'moved':
      return `moved ${from === null ? '' : `from ${from} `}to ${to} in ${seconds(result)} (${writes(result)})`;
    case 'already-held':
      return `already held by ${to} (${writes(result)})`;
    case 'released':
      return `released by ${from} in ${seconds(result)} (${writes(result)})`;
    case 'already-free':
      return 'held by nobody already';
    case 'not-ours':
      return `held by ${from}: left alone`;
    case 'planned':
      return plan.length === 0
        ? `nothing to do: ${why}`
        : `would ${plan.map(stepText).join(', then ')} (${why})`;
    default:
      return `${outcome}: ${why}`;
  }
}

function stepText(step: Step): string {
  if (step.do === 'unassign') return `unassign it from ${step.from}`;
  return `assign it to ${step.to}`;
}

function seconds({ durationMs }: Result): string {
  return `${(durationMs / 1000).toFixed(2)} s`;
}

function writes({ writes: count }: Result): string {
  return count === 1 ? '1 write' : `${count} writes`;
}
