import type { Log } from '../ports/log.ts';

/**
 * Instances that no address follows: another config may, so what they are told of is kept as well. Anybody
 * who can write into the FIFO can make up more of them, so it is not kept of all.
 */
export interface UnfollowedInstances {
  /** Whether what is told of this one is kept. */
  isKept(name: string, log: Pick<Log, 'warn'>): boolean;
}

/** Fewer than there may be folders of events, so that those which an address follows get theirs. */
const most = 900;

export function createUnfollowedInstances(): UnfollowedInstances {
  const names = new Set<string>();
  let isToldOf = false;
  return {
    isKept(name, log) {
      if (names.size < most) names.add(name);
      if (names.has(name)) return true;
      if (!isToldOf) log.warn({ vrrp: name, most }, 'more instances than are kept in mind');
      isToldOf = true;
      return false;
    },
  };
}
