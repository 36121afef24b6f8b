import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

/** A process as `ps axeww` shows it. */
export interface Process {
  readonly pid: number;
  /** The pid of the one that it is a child of. */
  readonly parent: number;
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
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        return [
          {
            pid: Number(pid),
            parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]),
            commandLine: words(pid, 'cmdline'),
            environment: words(pid, 'environ'),
            isStopped: /^State:\s+T/m.test(status),
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
  return /notify (--instance|INSTANCE|GROUP) |master\.sh|assign_ip\.py/.test(commandLine);
}

/** Children before their parents, whatever their pids are. */
export function childrenFirst(processes: readonly Process[]): readonly Process[] {
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const depth = (pid: number | undefined): number =>
    pid === undefined ? 0 : 1 + depth(parents.get(pid));
  return processes.toSorted((left, right) => depth(right.pid) - depth(left.pid));
}

/** Whether floatip is at work in it, or the script that does without: what handles the token. */
export function handlesToken(process: Process): boolean {
  return isHook(process) || process.commandLine.includes('floatip.js watch');
}
