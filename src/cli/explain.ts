import type { FailureReport } from '../core/outcome.ts';

/** How an address is called in a line for the operator. */
export function subjectOf({ name, ip }: { name: string; ip: string | null }): string {
  return ip === null || name === ip ? name : `${name} ${ip}`;
}

type Explained = Pick<FailureReport, 'message'> & { readonly hint?: string | undefined };

/** A failure for the operator: what happened and what to do, each problem on a line of its own. */
export function explainFailure({ message, hint }: Explained, subject?: string): string {
  const about = subject === undefined ? '' : `${subject}: `;
  const advice = hint === undefined ? '' : `. ${hint}`;
  const lines = message.split('\n').map((line) => `floatip: ${about}${line}`);
  return `${lines.join('\n')}${advice}\n`;
}
