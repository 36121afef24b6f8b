import type { Report } from '../../app/command.ts';
import type { Io } from '../../app/io.ts';
import { cloudOf } from '../../core/address.ts';
import { jsonVersion } from '../../core/json-version.ts';
import type { Result } from '../../core/outcome.ts';
import { plainLine, printable } from '../../core/plain-text.ts';
import type { Step } from '../../core/plan.ts';
import type { Notice } from '../../core/warning.ts';
import { kindIn } from '../../providers/clouds.ts';
import type { Clouds } from '../../providers/clouds.ts';
import { explainFailure, namingConfig, subjectOf, withConfig } from './explain.ts';

export interface PrintOptions {
  readonly json: boolean;
  /** Print nothing for what is as it should be. */
  readonly quiet?: boolean;
  /** The config file that was named on the command line. */
  readonly config?: string | undefined;
  /** Whether a warning was printed before anything was done. */
  readonly isTold?: (name: string, warning: string) => boolean;
  readonly io: Io;
}

/** What was done, on stdout: one line an address, or one JSON object. What failed, on stderr. */
export function printReport(
  report: Report,
  { json, quiet = false, io, config, isTold = () => false }: PrintOptions,
): void {
  if (json) printJson(report, io);
  for (const result of report.results) {
    const subject = subjectOf(result);
    if (result.error !== undefined) {
      io.stderr.write(explainFailure(withConfig(result.error, config), subject));
    } else if (!json && !(quiet && isAsItShouldBe(result))) {
      io.stdout.write(`${plainLine(`${subject}: ${sentence(result, io.clouds)}`)}\n`);
    }
    if (result.warning !== undefined && !isTold(result.name, result.warning)) {
      const message = namingConfig(plainLine(result.warning), config);
      io.stderr.write(explainFailure({ message }, subject));
    }
  }
  printUnchecked(report, io);
  printWarnings(report.warnings, io);
}

/** Of one cloud, it is the same of all addresses. */
function printUnchecked({ results }: Report, { stderr }: Io): void {
  for (const unknown of new Set(results.flatMap(({ unchecked = [] }) => unchecked))) {
    stderr.write(explainFailure({ message: `A dry run cannot know before ${unknown}` }));
  }
}

/** What a command prints, with what is wrong beside it. */
export function withWarnings<T extends Pick<Report, 'warnings'>>(
  printed: T,
  more: readonly Notice[],
): T {
  const warnings = [...(printed.warnings ?? []), ...more];
  return warnings.length === 0 ? printed : { ...printed, warnings };
}

export function printWarnings(warnings: Report['warnings'], { stderr }: Io): void {
  for (const warning of warnings ?? []) stderr.write(explainFailure(warning));
}

function isAsItShouldBe({ outcome }: Result): boolean {
  return outcome === 'already-held' || outcome === 'not-ours';
}

export function printJson(value: object, { stdout }: Io): void {
  stdout.write(`${printable(JSON.stringify({ version: jsonVersion, ...value }))}\n`);
}

function sentence(result: Result, clouds: Clouds): string {
  const { outcome, from, to, plan = [], why = '' } = result;
  switch (outcome) {
    case 'moved':
      return `${movement(result)} in ${seconds(result)} (${writes(result)})`;
    case 'already-held':
      return `already held by ${to} (${writes(result)})`;
    case 'released':
      return `released by ${from} in ${seconds(result)} (${writes(result)})`;
    case 'already-free':
      return 'held by nobody already';
    case 'not-ours':
      return why === '' ? `held by ${from}: left alone` : `left alone: ${why}`;
    case 'planned':
      return plan.length === 0
        ? `nothing to do: ${why}`
        : `would ${planText(result, plan, clouds)} (${why})`;
    default:
      return `${outcome}: ${why}`;
  }
}

function planText({ kind }: Result, plan: readonly Step[], clouds: Clouds): string {
  const { attachment = '' } = kindIn(clouds, { cloud: cloudOf(kind), kind }) ?? {};
  return plan.map((step) => stepText(step, attachment)).join(', then ');
}

function movement({ from, to }: Result): string {
  // It was here, but something that belongs on it was not.
  if (from === to) return `completed on ${to}`;
  return `moved ${from === null ? '' : `from ${from} `}to ${to}`;
}

function stepText(step: Step, attachment: string): string {
  switch (step.do) {
    case 'assign':
      return step.on === undefined ? `assign it to ${step.to}` : `announce it on ${step.on}`;
    case 'unassign':
      return `unassign it from ${step.from}`;
    case 'attach':
      return `bind its ${attachment} to it`;
    case 'restore':
      return `put it back on ${step.to}`;
    default:
      return `unbind its ${attachment} from ${step.from}`;
  }
}

function seconds({ durationMs }: Result): string {
  return `${(durationMs / 1000).toFixed(2)} s`;
}

function writes({ writes: count }: Result): string {
  return count === 1 ? '1 write' : `${count} writes`;
}
