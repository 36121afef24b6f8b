import { readFileSync } from 'node:fs';

/**
 * Whether SIGHUP was to be ignored when this process was started, by `nohup` for example, as far as that
 * can still be seen: Node has set it back before any script runs (`PlatformInit` in its src/node.cc). What
 * is left are `_`, in which bash and zsh say what they have started, and a parent that ignores it as well.
 */
export function isHangupIgnored(startedAs: string | undefined, parent: number): boolean {
  return startedAs?.endsWith('/nohup') === true || ignoresHangup(parent);
}

function ignoresHangup(pid: number): boolean {
  try {
    const [, mask = '0'] =
      /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    // SIGHUP is signal 1, the lowest bit.
    return Number.parseInt(mask.slice(-1), 16) % 2 === 1;
  } catch {
    return false;
  }
}
