/** Time as floatip sees it. Passed in, so that tests decide how fast it goes. */
export interface Clock {
  /** Milliseconds on a clock that never goes back; only differences mean anything. */
  now(): number;
  /** Milliseconds since 1970 on the wall clock. */
  wall(): number;
  /** Calls back once, `ms` from now, unless the function that it returns is called before. */
  after(ms: number, callback: () => void): () => void;
}

/** A number from 0 (included) to 1 (excluded). */
export type Random = () => number;
