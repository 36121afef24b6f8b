import { readlinkSync, statSync } from 'node:fs';

import { openFilesOf, processIds, readOf } from '../lib/processes/processes.ts';

/** A process that has a FIFO open. */
export interface FifoHolder {
  readonly pid: number;
  readonly writes: boolean;
  readonly reads: boolean;
}

export interface FifoHolders {
  /** All but this process. */
  readonly holders: readonly FifoHolder[];
  /** Whether there are processes whose open files this one may not see. */
  readonly isPartial: boolean;
}

/** Who has a FIFO open. Looks through all processes, which takes milliseconds. */
export function fifoHolders(path: string): FifoHolders {
  const inode = inodeOf(path);
  const holders: FifoHolder[] = [];
  let isPartial = false;
  for (const pid of inode === undefined ? [] : processIds()) {
    if (pid === process.pid) continue;
    const fds = openFilesOf(pid);
    // One that has ended meanwhile has nothing open.
    if (fds === undefined) isPartial ||= readOf(pid, 'stat') !== undefined;
    const modes = (fds ?? []).flatMap((fd) =>
      leadsTo(`/proc/${pid}/fd/${fd}`, inode) ? modeOf(pid, fd) : [],
    );
    if (modes.length === 0) continue;
    const [writes, reads] = [modes.some((mode) => mode !== 0), modes.some((mode) => mode !== 1)];
    holders.push({ pid, writes, reads });
  }
  return { holders, isPartial };
}

/** Reading where it leads is quicker than to follow it, and most lead to no file. */
function leadsTo(fd: string, inode: string | undefined): boolean {
  try {
    return readlinkSync(fd).startsWith('/') && inodeOf(fd) === inode;
  } catch {
    return false;
  }
}

/** Of open(2): 0 to read, 1 to write, 2 for both. */
function modeOf(pid: number, fd: string): number {
  const [, flags = '2'] = /^flags:\s*(\d+)$/m.exec(readOf(pid, `fdinfo/${fd}`) ?? '') ?? [];
  return Number.parseInt(flags, 8) % 4;
}

function inodeOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : `${stats.dev}:${stats.ino}`;
}
