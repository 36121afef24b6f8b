/** Where something stands in keepalived's config. */
export interface Position {
  readonly file: string;
  readonly line: number;
}

/** A value, and where it stands. */
export interface Setting<T = string> {
  readonly value: T;
  readonly at: Position;
}

/** What keepalived would complain of, or what was not understood. */
export interface Problem {
  readonly at: Position;
  readonly message: string;
}
