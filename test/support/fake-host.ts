import type { EventOrder, Teller } from '../../src/core/vrrp.ts';
import { Failure } from '../../src/ports/failure.ts';
import type { Host } from '../../src/ports/host.ts';

export interface FakeHostOptions {
  /** Processes that were killed, by id. */
  readonly dead?: ReadonlySet<number>;
  /** The keepalived that starts processes and writes into FIFOs; without it, nobody knows. */
  readonly keepalived?: Teller;
  /** What is on the interfaces. */
  readonly ips?: Set<string>;
  /** How late it is; without it, later than any order. */
  readonly now?: () => number;
  /** What becomes of an announcement; without it, nothing. */
  readonly announce?: (ip: string) => Promise<void>;
  /** Why no IP can be put on an interface, or taken from one. */
  readonly refuseIps?: string;
}

/** A process of a host on which everybody lives who was not killed. */
export function fakeHost(start: EventOrder, options: FakeHostOptions = {}): Host {
  const { dead, ips = new Set(), keepalived, announce = () => Promise.resolve() } = options;
  const now = options.now ?? (() => Number.MAX_SAFE_INTEGER);
  const isAlive: Host['isAlive'] = ({ pid }) => dead?.has(pid) !== true;
  let ticks = start.ticks;
  const refuse = (): void => {
    if (options.refuseIps === undefined) return;
    throw new Failure('config', options.refuseIps, { hint: 'Check it' });
  };
  return {
    start,
    hookStart: () => start,
    ticks: now,
    ticksAt: (wallMs) => now() - Math.max(0, Math.ceil((Date.now() - wallMs) / 10)),
    orderNow: (agoMs = 0) =>
      agoMs > 0 ? { ...start, ticks: start.ticks - agoMs / 10 } : { ...start, ticks: (ticks += 1) },
    isAlive,
    hasEnded: (process) => !isAlive(process),
    keepalivedAbove: () => keepalived,
    keepalivedAt: () => keepalived,
    whyUnseen: () => undefined,
    whyOutOfSight: () => undefined,
    areTwo: (one, other) => isAlive(one) && isAlive(other) && one.pid !== other.pid,
    runningKeepalived: () => undefined,
    fifoUse: () => ({ writers: [], readers: [], isPartial: false }),
    ips: () => new Set(ips),
    hasIp: (ip) => ips.has(ip),
    async announce(ip, _, { beforeSend }) {
      beforeSend();
      await announce(ip);
    },
    async putIp(ip) {
      refuse();
      ips.add(ip);
    },
    async takeOffIp(ip) {
      refuse();
      ips.delete(ip);
    },
  };
}
