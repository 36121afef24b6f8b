import type { Teller } from '../../core/vrrp.ts';
import { hasEnded, isAlive, pidNamespace, readProcess } from './process-start.ts';
import { idsOf, namespaceOf, processIds } from './processes.ts';

/** Finds processes of other pid namespaces, such as that of a container, by looking through all. */
export interface ForeignProcesses {
  /** Whether it has ended for certain. */
  hasEnded(process: Teller): boolean;
  /** What a process that lives is called here; `undefined` where there is none, or it is not to be seen. */
  idHere(process: Teller): number | undefined;
  /** Whether it can be known at all when a process ends. */
  isInSight(process: Teller): boolean;
}

/** The kernel's PROC_PID_INIT_INO (include/linux/proc_ns.h): the namespace that contains all others. */
const outermostNamespace = 0xef_ff_ff_fc;

/**
 * Remembers what it found: it takes milliseconds to look through all processes, and whether a keepalived still
 * lives is asked many times a second. A process that has ended does not come back.
 */
export function findForeignProcesses(): ForeignProcesses {
  const found = new Map<string, number>();
  const ended = new Set<string>();
  const idHere = (process: Teller): number | undefined => {
    const { pid, ticks } = process;
    if (process.namespace === pidNamespace()) return isAlive(process) ? pid : undefined;
    const key = keyOf(process);
    const known = found.get(key);
    if (known !== undefined && isAlive({ pid: known, ticks })) return known;
    if (ended.has(key)) return undefined;
    const id = search(process);
    if (id !== undefined) found.set(key, id);
    else if (seesAll()) ended.add(key);
    return id;
  };
  const isInSight = (process: Teller): boolean => {
    const isNear = process.namespace === pidNamespace();
    if (isNear) return readProcess(1) !== undefined;
    // Where it was seen, it was to be seen.
    return seesAll() || found.has(keyOf(process)) || idHere(process) !== undefined;
  };
  return {
    idHere,
    isInSight,
    hasEnded(process) {
      if (process.namespace === pidNamespace()) return hasEnded(process);
      if (ended.has(keyOf(process))) return true;
      return isInSight(process) && idHere(process) === undefined;
    },
  };
}

function keyOf({ pid, ticks, namespace }: Teller): string {
  return `${namespace} ${pid} ${ticks}`;
}

/** A process is dated alike in all namespaces. Its id is that of the process that noted it, whichever saw it. */
function search({ pid, ticks, namespace }: Teller): number | undefined {
  return processIds().find((id) => {
    if (readProcess(id)?.ticks !== ticks || !idsOf(id).includes(pid)) return false;
    const own = namespaceOf(id, 'pid');
    return own === undefined || own === namespace;
  });
}

/** Whether all processes of this host are to be seen. */
export function seesAll(): boolean {
  return pidNamespace() === outermostNamespace && readProcess(1) !== undefined;
}
