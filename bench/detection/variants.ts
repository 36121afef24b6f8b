/** One way to set keepalived up, to be compared with the others. */
export interface Variant {
  readonly name: string;
  /** Seconds. */
  readonly advertInt: number;
  /** What stands in `global_defs` beside what all of them have. */
  readonly globals: readonly string[];
  /** Where the hosts have a session of BFD, which the second one tracks. */
  readonly bfd?: Bfd;
}

export interface Bfd {
  readonly intervalMs: number;
  /** So many that do not come are the end of the session. */
  readonly multiplier: number;
  /** Of the second host: what its priority loses while the session is up. 0: it is FAULT for so long. */
  readonly weight: number;
  /** Of the second host, while the session is down. */
  readonly priority: number;
  /** Of the second host. Seconds. */
  readonly advertInt: number;
}

const intervals = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
const hurried = ['vrrp_priority -20', 'vrrp_no_swap'];

const plain = intervals.map((advertInt) => variantOf(advertInt, []));
/** Where such an interval is short, a late process is what gives false alarms. */
const urgent = intervals
  .filter((advertInt) => advertInt <= 0.1)
  .map((advertInt) => variantOf(advertInt, hurried, 'nice -20'));
const pinned = [variantOf(0.02, ['vrrp_cpu_affinity 0'], 'on one CPU')];

export const variants: readonly Variant[] = [...plain, ...urgent, ...pinned];

/** BFD, and what notices as soon as it does without. */
export const besideBfd: readonly Variant[] = [
  ...urgent,
  variantOf(1, []),
  raised(1),
  raised(0.02),
  ...[
    { intervalMs: 10, multiplier: 3 },
    { intervalMs: 10, multiplier: 5 },
    { intervalMs: 20, multiplier: 3 },
    { intervalMs: 50, multiplier: 3 },
    { intervalMs: 100, multiplier: 3 },
  ].map((session) => released(1, session)),
  released(0.01, { intervalMs: 10, multiplier: 3 }),
];

export function variantOf(advertInt: number, globals: readonly string[], how?: string): Variant {
  return { name: how === undefined ? `${advertInt}` : `${advertInt}, ${how}`, advertInt, globals };
}

/** The end of the session lifts the second host above the first one. */
function raised(advertInt: number): Variant {
  const bfd = { intervalMs: 10, multiplier: 3, weight: 150, priority: 250, advertInt };
  return { ...withBfd(advertInt, `weight 150, ${nameOf(bfd)}`), bfd };
}

/** The end of the session lets the second host begin, which then hears none of three short intervals. */
function released(advertInt: number, session: Pick<Bfd, 'intervalMs' | 'multiplier'>): Variant {
  const bfd = { ...session, weight: 0, priority: 100, advertInt: 0.01 };
  return { ...withBfd(advertInt, `weight 0, ${nameOf(bfd)}`), bfd };
}

function withBfd(advertInt: number, how: string): Variant {
  return variantOf(advertInt, [...hurried, 'bfd_priority -20', 'bfd_no_swap'], how);
}

function nameOf({ intervalMs, multiplier }: Pick<Bfd, 'intervalMs' | 'multiplier'>): string {
  return `BFD ${multiplier} x ${intervalMs} ms`;
}
