import type { Order } from '../../src/core/vrrp.ts';
import type { Host } from '../../src/ports/host.ts';

export interface FakeHostOptions {
  /** Processes that were killed, by id. */
  readonly dead?: ReadonlySet<number>;
  /** What is on the interfaces. */
  readonly ips?: ReadonlySet<string>;
  /** What becomes of an announcement; without it, nothing. */
  readonly announce?: Host['announce'];
}

/** A process of a host on which everybody lives who was not killed. */
export function fakeHost(start: Order, options: FakeHostOptions = {}): Host {
  const { dead, ips, announce = () => Promise.resolve() } = options;
  let ticks = start.ticks;
  return {
    start,
    orderNow: () => ({ ...start, ticks: (ticks += 1) }),
    isAlive: ({ pid }) => dead?.has(pid) !== true,
    hasIp: (ip) => ips?.has(ip) === true,
    announce,
  };
}
