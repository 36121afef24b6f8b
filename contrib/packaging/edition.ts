import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What is packed: which version, of which moment. The same commit gives the same bytes. */
export interface Edition {
  /** `1.2.3` */
  readonly version: string;
  /** When the commit was made, in seconds since 1970, as https://reproducible-builds.org has it. */
  readonly date: number;
}

export function thisEdition(env: NodeJS.ProcessEnv = process.env): Edition {
  const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'));
  return { version, date: Number(env['SOURCE_DATE_EPOCH'] ?? commitDate()) };
}

function commitDate(): string {
  return execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' }).trim();
}
