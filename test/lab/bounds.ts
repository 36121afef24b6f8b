import { hasWatcher } from './event-path.ts';
import type { EventPath } from './event-path.ts';
import type { Lab } from './lab.ts';
import type { HostName } from './layout.ts';
import { instanceOf } from './setup.ts';
import type { AddressPlan } from './setup.ts';

/** What a drill allows beyond the usual. */
export interface Allowance {
  /** From when the hosts have got what befalls them until all is right for good. Milliseconds. */
  readonly withinMs?: (lab: Lab) => number;
  /** Moves that no event tells of, so that it takes cron, or the watcher's next look. */
  readonly untold?: (lab: Lab) => number;
  /** Requests to change something: by how many it takes to move the victim's addresses once, and those. */
  readonly writes?: (once: number, addresses: number) => number;
}

/** What a round has shown, or what it may show at most. */
export interface Showing {
  readonly settledAfterMs: number;
  readonly untold: number;
  readonly writes: number;
}

/** What a round has shown, and what it takes to judge that. */
export interface Seen extends Showing {
  /**
   * How often keepalived made a host master beyond what the trouble takes: it does where the whole machine
   * stands still for longer than a master may be silent.
   */
  readonly extraMasters: number;
  /** Who asked for addresses, and when: for whoever has to find out why. */
  readonly asked: string;
}

/** Several times what it takes, so that a machine that does other things as well does not matter. */
const usualMs = 8000;

function writesFor({ kind }: AddressPlan, by: EventPath): number {
  switch (kind) {
    case 'digitalocean-reserved-ip':
    case 'hetzner-floating-ip':
    case 'aws-eip':
    case 'aws-private-ip':
    case 'aws-route':
      return 1;
    case 'tencent-eip':
      // Unbound there, bound here. A watcher first tries what it saw less than an interval ago.
      return hasWatcher(by) ? 3 : 2;
    default:
      // It is where it is announced, and its EIP goes with it.
      return 0;
  }
}

export function boundsOf(lab: Lab, victim: HostName, allows: Allowance = {}): Showing {
  const { scenario } = lab;
  const own = scenario.addresses.filter((address) => {
    const [home] = instanceOf(address, scenario).hosts;
    return home === victim;
  });
  let once = 0;
  for (const address of own) once += writesFor(address, lab.by);
  return {
    settledAfterMs: allows.withinMs?.(lab) ?? usualMs,
    untold: allows.untold?.(lab) ?? 0,
    writes: allows.writes?.(once, own.length) ?? once,
  };
}

/** Throws where a round shows more than it may. */
export function judge(seen: Seen, most: Showing): void {
  // Each time the addresses go there and back.
  const writes = most.writes * (1 + 2 * seen.extraMasters);
  const complaints = [
    seen.settledAfterMs > most.settledAfterMs &&
      `all right ${seen.settledAfterMs.toFixed(0)} ms later, not within ${most.settledAfterMs} ms`,
    seen.untold > most.untold &&
      `${seen.untold} times no event told of a move, at most ${most.untold}`,
    seen.writes > writes && `${seen.writes} writes, at most ${writes}: ${seen.asked}`,
  ].filter((complaint) => complaint !== false);
  if (complaints.length > 0) throw new Error(complaints.join('; '));
}
