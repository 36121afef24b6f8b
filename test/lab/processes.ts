import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

/** A process as `ps axeww` shows it. */
export interface Process {
  readonly pid: number;
  readonly commandLine: string;
  readonly environment: string;
  /** Whether it stands still: its host is frozen. */
  readonly isStopped: boolean;
}

/** What runs in these network namespaces right now. */
export function processesIn(namespaces: readonly string[]): readonly Process[] {
  const inodes = new Set(namespaces.map((name) => `net:[${statSync(`/run/netns/${name}`).ino}]`));
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!inodes.has(readlinkSync(`/proc/${pid}/ns/net`))) return [];
        return [
          {
            pid: Number(pid),
            commandLine: words(pid, 'cmdline'),
            environment: words(pid, 'environ'),
            isStopped: /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')),
          },
        ];
      } catch {
        // It has just ended.
        return [];
      }
    });
}

function words(pid: string, file: 'cmdline' | 'environ'): string {
  return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ').trim();
}

/** Whether this is a hook at work, be it still the shell script or floatip already. */
export function isHookAtWork(process: Process): boolean {
  return isHook(process) && !process.isStopped;
}

function isHook({ commandLine }: Process): boolean {
  return /notify --instance |master\.sh|assign_ip\.py/.test(commandLine);
}

/** Whether it knows the token. */
export function isFloatip(process: Process): boolean {
  return isHook(process) || process.commandLine.includes('floatip.js watch');
}
