/** One way to set keepalived up, to be compared with the others. */
export interface Variant {
  readonly name: string;
  /** Seconds. */
  readonly advertInt: number;
  /** What stands in `global_defs` beside what all of them have. */
  readonly globals: readonly string[];
}

const intervals = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

const plain = intervals.map((advertInt) => variantOf(advertInt, []));
/** Where such an interval is short, a late process is what gives false alarms. */
const urgent = intervals
  .filter((advertInt) => advertInt <= 0.1)
  .map((advertInt) => variantOf(advertInt, ['vrrp_priority -20', 'vrrp_no_swap'], 'nice -20'));
const pinned = [variantOf(0.02, ['vrrp_cpu_affinity 0'], 'on one CPU')];

export const variants: readonly Variant[] = [...plain, ...urgent, ...pinned];

export function variantOf(advertInt: number, globals: readonly string[], how?: string): Variant {
  return { name: how === undefined ? `${advertInt}` : `${advertInt}, ${how}`, advertInt, globals };
}
