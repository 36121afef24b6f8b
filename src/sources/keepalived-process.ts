import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';

import type { Teller } from '../core/vrrp.ts';
import { pidNamespace, readProcess } from '../lib/process-start.ts';

/**
 * Which keepalived tells the events. One that is killed says nothing, and leaves its address on the
 * interface; the other host becomes MASTER all the same. So what it told has to end with it.
 */

/**
 * The keepalived that started this process, perhaps by way of a script. `undefined` where it was
 * started by something else: then nobody knows how long the event counts.
 */
export function keepalivedAbove(): Teller | undefined {
  let pid = readProcess('self')?.parent ?? 0;
  while (pid > 1) {
    const stat = readProcess(pid);
    if (stat === undefined) return undefined;
    if (isKeepalived(pid)) return tellerOf(pid, stat.ticks);
    pid = stat.parent;
  }
  return undefined;
}

/**
 * The keepalived that has a FIFO open, the youngest where there are several: the others watch over
 * it. Looks through all processes, which takes milliseconds. `undefined` where this process may not
 * see which files that one has open.
 */
export function keepalivedAt(fifo: string): Teller | undefined {
  const inode = inodeOf(fifo);
  if (inode === undefined) return undefined;
  let youngest: Teller | undefined;
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (Number.isNaN(pid) || !isKeepalived(pid) || !hasOpen(pid, inode)) continue;
    const stat = readProcess(pid);
    if (stat === undefined) continue;
    const teller = tellerOf(pid, stat.ticks);
    if (youngest === undefined || stat.ticks >= youngest.ticks) youngest = teller;
  }
  return youngest;
}

/**
 * By the command that it was started with. What the kernel calls a process does not tell: keepalived
 * can be told to call its own something else, and a script may be called keepalived-notify.
 */
function isKeepalived(pid: number): boolean {
  try {
    const [command = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return basename(command) === 'keepalived';
  } catch {
    return false;
  }
}

function tellerOf(pid: number, ticks: number): Teller | undefined {
  const namespace = pidNamespace();
  return namespace === undefined ? undefined : { pid, ticks, namespace };
}

function hasOpen(pid: number, inode: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((fd) => inodeOf(`${folder}/${fd}`) === inode);
  } catch {
    return false;
  }
}

function inodeOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : `${stats.dev}:${stats.ino}`;
}
