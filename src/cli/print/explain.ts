import type { FailureReport } from '../../core/outcome.ts';
import { plainLine, plainText } from '../../core/plain-text.ts';

/** How an address is called in a line for the operator. */
export function subjectOf({ name, ip }: { name: string; ip: string | null }): string {
  return plainText(ip === null || name === ip ? name : `${name} ${ip}`);
}

type Explained = Pick<FailureReport, 'message'> & {
  readonly hint?: string | undefined;
  readonly excerpts?: readonly string[];
};

/** The same failure, with commands in its hint that read the config which this one has read. */
export function withConfig(report: FailureReport, config: string | undefined): FailureReport {
  const { hint } = report;
  return hint === undefined ? report : { ...report, hint: namingConfig(hint, config) };
}

/** The same for a text. */
export function namingConfig(text: string, config: string | undefined): string {
  if (config === undefined) return text;
  const path = plainText(/\s/.test(config) ? `'${config}'` : config);
  const commands = /\bfloatip (assign|release|status|init)\b/g;
  return text.replaceAll(commands, `floatip $1 -c ${path}`);
}

/**
 * A failure for the operator: what happened and what to do, each problem on a line of its own, and below it
 * what it is about.
 */
export function explainFailure(
  { message, hint, excerpts = [] }: Explained,
  subject?: string,
): string {
  const about = subject === undefined ? '' : `${subject}: `;
  const advice = hint === undefined ? '' : `. ${hint}`;
  const lines = `${message}${advice}`
    .split('\n')
    .map(
      (line, index) => `${plainLine(`floatip: ${about}${line}`)}\n${belowLine(excerpts[index])}`,
    );
  return lines.join('');
}

function belowLine(excerpt = ''): string {
  if (excerpt === '') return '';
  const lines = excerpt.split('\n').map((line) => `${plainLine(`    ${line}`)}\n`);
  return lines.join('');
}
