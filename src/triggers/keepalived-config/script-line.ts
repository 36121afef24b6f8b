import type { Position } from './position.ts';
import type { Statement } from './statements.ts';
import { escapedWordsOf } from './words.ts';

/** A program that keepalived starts. */
export interface ScriptLine {
  /** `notify`, `notify_master`, `script` … */
  readonly keyword: string;
  /** The program and its arguments, as keepalived starts it. */
  readonly command: readonly string[];
  /** Who it is to run as, where the line says so. */
  readonly user: string | undefined;
  readonly group: string | undefined;
  readonly at: Position;
}

/** A notify line: of two with one keyword in a block, keepalived takes the first. */
export interface NotifyLine extends ScriptLine {
  readonly isIgnored: boolean;
}

export function scriptLineOf({ keyword, text, at }: Statement): ScriptLine {
  const [, script = '', user, group] = escapedWordsOf(text);
  return { keyword, command: escapedWordsOf(script), user, group, at };
}

/** The notify lines of an instance or a group. */
export function notifyLinesOf(block: readonly Statement[]): readonly NotifyLine[] {
  const seen = new Set<string>();
  const lines: NotifyLine[] = [];
  for (const statement of block) {
    const { keyword, args } = statement;
    if (!notifies.has(keyword) || args.length === 0) continue;
    lines.push({ ...scriptLineOf(statement), isIgnored: seen.has(keyword) });
    seen.add(keyword);
  }
  return lines;
}

const notifies = new Set([
  'notify',
  'notify_master',
  'notify_backup',
  'notify_fault',
  'notify_stop',
  'notify_deleted',
  'notify_master_rx_lower_pri',
]);
