import { fstatSync, statSync } from 'node:fs';

/** Where what is written to stderr ends up. */
export type StderrKind = 'terminal' | 'journal' | 'nowhere' | 'elsewhere';

/**
 * keepalived gives its hooks /dev/null, systemd gives its services the journal and says which in
 * `JOURNAL_STREAM`, as device and inode.
 */
export function stderrKind(isTerminal: boolean, journalStream: string | undefined): StderrKind {
  if (isTerminal) return 'terminal';
  try {
    const { dev, ino, rdev } = fstatSync(2);
    if (journalStream === `${dev}:${ino}`) return 'journal';
    return rdev === statSync('/dev/null').rdev ? 'nowhere' : 'elsewhere';
  } catch {
    return 'nowhere';
  }
}
