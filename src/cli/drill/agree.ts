import type { DrillPlan } from '../../app/drill/survey.ts';
import type { Io } from '../../app/io.ts';
import { nodeText } from '../../core/node-text.ts';
import { plainLine } from '../../core/plain-text.ts';
import { Failure } from '../../ports/failure.ts';
import { subjectOf } from '../print/explain.ts';

export interface Agreement {
  readonly rounds: number;
  /** Agreed to on the command line. */
  readonly isGiven: boolean;
}

/** Throws `usage` where nobody has agreed, and nobody can be asked. */
export function needAgreement({ isGiven }: Agreement, { terminal }: Io): void {
  if (isGiven || terminal?.isThere() === true) return;
  const message = 'A drill moves addresses that are in use, and there is no terminal to ask at';
  throw new Failure('usage', message, {
    hint: 'Say --yes where that is agreed, or --simulate to do it on the embedded cloud',
  });
}

/** Says what is about to be moved, and whether whoever sits at the terminal agrees. */
export async function isAgreed(
  plans: readonly DrillPlan[],
  { rounds, isGiven }: Agreement,
  { terminal, stderr, signal }: Io,
): Promise<boolean> {
  for (const line of outlookOf(plans, rounds)) stderr.write(`${plainLine(line)}\n`);
  if (isGiven) return true;
  const answer = await terminal?.ask('Go on? [y/N] ', signal);
  return /^\s*y(?:es)?\s*$/i.test(answer ?? '');
}

function outlookOf(plans: readonly DrillPlan[], rounds: number): readonly string[] {
  const often = rounds === 1 ? 'once' : `${rounds} times`;
  const lines = plans.flatMap(({ address, home, away, endpoint, warnings }) => {
    const subject = subjectOf({ name: address.name, ip: address.ip ?? null });
    const way = `from ${nodeText(home)} to ${nodeText(away)} and back, ${often} (${new URL(endpoint).host})`;
    return [`  ${subject}: ${way}`, ...warnings.map((warning) => `    but ${warning}`)];
  });
  return [
    'floatip drill moves what is in use; while a move lasts, nothing may answer there:',
    ...lines,
  ];
}
