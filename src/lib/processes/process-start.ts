import { readFileSync } from 'node:fs';

import type { EventOrder, Teller } from '../../core/vrrp.ts';
import { bootShiftMs } from '../time/time-namespace.ts';
import { namespaceOf } from './processes.ts';

/** This process. `exec` changes neither its id nor when it was started. */
export function ownStart(): EventOrder {
  return { pid: process.pid, ticks: readProcess('self')?.ticks ?? 0 };
}

/**
 * When the hook was started that this process runs for: a script that says its id to what it starts. This
 * process where there is none, or another one has got that id by now.
 */
export function hookStart(hookPid: string | undefined): EventOrder {
  const hook = hookPid === undefined ? undefined : findAbove(Number(hookPid));
  return hook ?? ownStart();
}

/** Between a hook and Node there may be a script or two. */
const maxAbove = 8;

function findAbove(wanted: number): EventOrder | undefined {
  let pid = process.ppid;
  for (let count = 0; count < maxAbove && pid > 1; count += 1) {
    const stat = readProcess(pid);
    if (stat === undefined) return undefined;
    if (pid === wanted) return { pid, ticks: stat.ticks };
    pid = stat.parent;
  }
  return undefined;
}

/** Whether this very process, and not just one with the same id, is still there. */
export function isAlive({ pid, ticks }: EventOrder): boolean {
  return readProcess(pid)?.ticks === ticks;
}

/**
 * Whether a process has ended for certain. Where this process could not see it if it were there,
 * nothing is certain: in another pid namespace, or where `/proc` hides what belongs to others.
 */
export function hasEnded(process: Teller): boolean {
  if (isAlive(process)) return false;
  return process.namespace === pidNamespace() && readProcess(1) !== undefined;
}

let namespace: number | undefined;

/** `undefined` where the kernel does not say. A process stays in the one that it was started in. */
export function pidNamespace(): number | undefined {
  namespace ??= namespaceOf('self', 'pid');
  return namespace;
}

/** A clock tick of Linux, for everybody outside the kernel. */
export const tickMs = 10;

/** A process as the kernel shows it to everybody. */
export interface ProcessStat {
  readonly parent: number;
  /** When it was started; alike in all namespaces. */
  readonly ticks: number;
}

/** Of a process, or a thread of this one; `undefined` where there is none, or it is not to be seen. */
export function readProcess(pid: number | 'self' | `self/task/${string}`): ProcessStat | undefined {
  const fields = statOf(pid);
  if (fields === undefined) return undefined;
  const ticks = Number(fields[place.ticks]) - Math.floor(bootShiftMs() / tickMs);
  return { parent: Number(fields[place.parent]), ticks };
}

/** Where a process belongs that somebody has started. */
export interface Belonging {
  readonly parent: number;
  /** The group of processes that it is in, which is called after the first of them. */
  readonly group: number;
  /** The same of what began with somebody who logged in, or with a daemon. */
  readonly session: number;
  readonly hasTerminal: boolean;
}

export function readBelonging(pid: number | 'self'): Belonging | undefined {
  const fields = statOf(pid);
  if (fields === undefined) return undefined;
  return {
    parent: Number(fields[place.parent]),
    group: Number(fields[place.group]),
    session: Number(fields[place.session]),
    hasTerminal: fields[place.terminal] !== '0',
  };
}

/** Where things stand after the program's name: proc_pid_stat(5) counts two more. */
const place = { state: 0, parent: 1, group: 2, session: 3, terminal: 4, ticks: 19 } as const;

/** From the state on; nothing of one that has ended, and only waits for its parent to hear of it. */
function statOf(pid: number | string): readonly string[] | undefined {
  try {
    // Node reads UTF-8 in one go, and all else in five.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, and may hold blanks and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ', place.ticks + 1);
    const state = fields[place.state];
    return fields.length <= place.ticks || state === 'Z' || state === 'X' ? undefined : fields;
  } catch {
    return undefined;
  }
}
