import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import type { NotifyLine } from '../../../triggers/keepalived-config/script-line.ts';

/** What a script says; nothing where it cannot be read. */
export type ReadScript = (path: string) => string;

export function readScript(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Whether a line of keepalived.conf tells floatip, be it by way of another script. */
export function isOurs({ command }: NotifyLine, read: ReadScript): boolean {
  const [program = ''] = command;
  const isNamed = command.some((word) => programs.has(basename(word)));
  return isNamed || /keepalived-notify|floatip\s+notify/.test(read(program));
}

const programs: ReadonlySet<string> = new Set(['floatip', 'keepalived-notify']);

/** Whether what a line starts has to do with an address, by its IP or id: then it moves it. */
export function moves(
  { command }: NotifyLine,
  labels: readonly string[],
  read: ReadScript,
): boolean {
  const [program = ''] = command;
  const text = `${command.join(' ')}\n${read(program)}`;
  return labels.some((label) => text.includes(label));
}
