/** From when on somebody, or nobody, has had a lease. */
export interface Reign {
  readonly holder: string | undefined;
  /** When etcd told of it. Of `monotonicMs`. */
  readonly sinceMs: number;
}

/** A request by which a host takes an address. */
export interface Write {
  readonly by: string;
  /** Of `monotonicMs`. */
  readonly atMs: number;
}

/** The one who wins knows it before etcd has told everybody, and a write may have been on the wire. */
const earlyMs = 500;
const lateMs = 150;

/** The writes by hosts that did not have the lease when they came. */
export function outOfTurn(writes: readonly Write[], reigns: readonly Reign[]): readonly Write[] {
  return writes.filter(
    ({ by, atMs }) =>
      !reigns.some(({ holder, sinceMs }, index) => {
        const untilMs = reigns[index + 1]?.sinceMs ?? Infinity;
        return holder === by && atMs >= sinceMs - earlyMs && atMs <= untilMs + lateMs;
      }),
  );
}
