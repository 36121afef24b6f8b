import { spawnSync } from 'node:child_process';

/**
 * Ctrl-C goes to every process in the foreground, and must not hit one that is tearing a lab down.
 * `spawnSync` knows this option as `spawn` does, its types do not.
 */
const outOfForeground = { detached: true };

/** Runs `ip`, which reads further commands from `lines` where it is told `-batch -`. Throws. */
export function ip(args: readonly string[], lines: readonly string[] = []): string {
  const { status, stdout, stderr, error } = spawnSync('ip', args, {
    ...outOfForeground,
    input: lines.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr.trim()}`);
  return stdout;
}
