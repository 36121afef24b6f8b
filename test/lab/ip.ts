import { spawnSync } from 'node:child_process';

/** Runs `ip`, which reads further commands from `lines` where it is told `-batch -`. Throws. */
export function ip(args: readonly string[], lines: readonly string[] = []): string {
  const { status, stdout, stderr, error } = spawnSync('ip', args, {
    input: lines.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr.trim()}`);
  return stdout;
}
