import type { Lab } from './lab.ts';
import { hostNames } from './layout.ts';
import type { HostName } from './layout.ts';
import { monotonicMs } from './monotonic.ts';

/** Keeps an eye on whether the reserved IP is where it belongs. */
export interface Rightness {
  /** Since when all has been right, without a break. Of `monotonicMs`. */
  sinceMs(): number | undefined;
  stop(): void;
}

export function watchRightness(lab: Lab, expected: HostName): Rightness {
  let sinceMs: number | undefined;
  const stop = lab.pulse.watch(() => {
    sinceMs = isRight(lab, expected) ? (sinceMs ?? monotonicMs()) : undefined;
  });
  return { sinceMs: () => sinceMs, stop };
}

/** Whether the true master has the reserved IP: in the cloud's books, and for the client. */
export function isRight(lab: Lab, expected: HostName): boolean {
  const { cloud, client } = lab;
  return (
    isOnlyMaster(lab, expected) &&
    cloud.owner() === expected &&
    !cloud.isMoving() &&
    client.latest()?.by === expected
  );
}

/** By what keepalived has put on the interfaces. */
export function isOnlyMaster({ hosts }: Lab, expected: HostName): boolean {
  return hostNames.every((name) => hosts[name].isMaster() === (name === expected));
}
