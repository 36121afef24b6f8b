import { openLineTail } from '../../lib/files/line-tail.ts';
import { failoverIn } from './failovers.ts';
import type { Failover } from './look.ts';

/** The last failovers in a journal, whoever of this host wrote them. */
export interface RecentFailovers {
  /** Latest first. Reads what is new. */
  list(): readonly Failover[];
  close(): void;
}

/** What one look may read of a journal that has grown meanwhile: a millisecond's worth. */
const mostBytes = 256 * 1024;
const mostFailovers = 25;

export function followFailovers(path: string | undefined): RecentFailovers {
  if (path === undefined) return { list: () => [], close: () => undefined };
  const tail = openLineTail(path, mostBytes);
  let recent: readonly Failover[] = [];
  return {
    list() {
      const fresh = tail.newLines().flatMap((line) => failoverIn(line) ?? []);
      if (fresh.length > 0) recent = [...fresh.toReversed(), ...recent].slice(0, mostFailovers);
      return recent;
    },
    close: tail.close,
  };
}
