import { isScalar } from 'yaml';

/** Why there is nothing where somebody has written something, and what that was. */
export interface Emptied {
  readonly why: string;
  readonly meant: string;
}

/** What means something else to YAML than to whoever wrote it without quotes. */
export function emptiedBy(node: unknown): Emptied | undefined {
  if (!isScalar(node) || node.value !== null || node.source !== '') return undefined;
  const { anchor, comment } = node;
  if (anchor !== undefined) return { why: '& gives a name to what follows', meant: `&${anchor}` };
  const [line = ''] = comment?.split('\n') ?? [];
  // Behind a blank it is meant to be one.
  return /^\S/.test(line) ? { why: '# begins a comment', meant: `#${line.trimEnd()}` } : undefined;
}
