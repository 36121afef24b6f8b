import { ipVersion } from './ip.ts';

/**
 * How the kernel asks for a neighbour that does not answer, by ARP or, for IPv6, by neighbour discovery (arp(7),
 * Documentation/networking/ip-sysctl.rst). While it asks, what is sent waits; once it has given up, it fails.
 */
export interface NeighbourSearch {
  /** Milliseconds from one question to the next. */
  readonly everyMs: number;
  /** Questions until it gives up. */
  readonly tries: number;
}

/** As Linux does it of itself, which gives up after three seconds. */
export const usualSearch: NeighbourSearch = { everyMs: 1000, tries: 3 };
const patienceMs = usualSearch.everyMs * usualSearch.tries;

/** The least that Linux takes. */
const leastMs = 10;

/**
 * How the kernel has to ask, so that a host whose network is back is heard before it is MASTER beside the other one; and
 * no sooner does it give up. Nothing where it asks soon enough of itself. Adverts are sent every so many seconds.
 */
export function searchFor(advertInterval: number): NeighbourSearch | undefined {
  if (3 * advertInterval * 1000 >= usualSearch.everyMs) return undefined;
  const everyMs = Math.max(leastMs, Math.round(advertInterval * 1000));
  return { everyMs, tries: Math.ceil(patienceMs / everyMs) };
}

/** Whether what waits is refused sooner than Linux would of itself. */
export function givesUpSoon({ everyMs, tries }: NeighbourSearch): boolean {
  return everyMs * tries < patienceMs;
}

/** Where Linux keeps how it asks by an interface, which may have dots in its name. */
export function neighbourKeys(
  device: string,
  ip: string,
): Record<'every' | 'tries' | 'again', string> {
  const folder = `net/${ipVersion(ip) === 6 ? 'ipv6' : 'ipv4'}/neigh/${device}`;
  return {
    every: `${folder}/retrans_time_ms`,
    tries: `${folder}/mcast_solicit`,
    again: `${folder}/ucast_solicit`,
  };
}

/** The same as lines of `/etc/sysctl.d`. Whom it knew before, the kernel asks directly at first, as often. */
export function neighbourLines(
  { every, tries, again }: ReturnType<typeof neighbourKeys>,
  search: NeighbourSearch,
): readonly string[] {
  return [
    `${every} = ${search.everyMs}`,
    `${tries} = ${search.tries}`,
    `${again} = ${search.tries}`,
  ];
}
