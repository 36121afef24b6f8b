import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What the kernel shows of other processes. Whoever may not see something gets nothing. */

/** The ids of all that are to be seen. */
export function processIds(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** What a process was started with; empty for one of the kernel, and for one that is not to be seen. */
export function commandOf(pid: number): readonly string[] {
  return (readOf(pid, 'cmdline') ?? '').split('\0').filter((word) => word !== '');
}

/** What a process is called in each pid namespace that it is in, from this one inwards. */
export function idsOf(pid: number): readonly number[] {
  const [, ids = ''] = /^NSpid:\s*(.*)$/m.exec(readOf(pid, 'status') ?? '') ?? [];
  return ids.split('\t').map(Number);
}

/** The inode of a namespace; `undefined` where it is not to be seen. */
export function namespaceOf(pid: number | 'self', kind: 'net' | 'pid'): number | undefined {
  try {
    const [, id] = /\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/ns/${kind}`)) ?? [];
    return id === undefined ? undefined : Number(id);
  } catch {
    return undefined;
  }
}

/** Where the open files of a process are; `undefined` where they are not to be seen. */
export function openFilesOf(pid: number): readonly string[] | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch {
    return undefined;
  }
}

export function readOf(pid: number | 'self', file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
