/**
 * What the keys mean that a cloud has in the config, for the pages that tables of them are written into. A cloud has
 * it in a file of its own, which no run loads.
 */
export interface CloudMeanings {
  /** Of `providers.<cloud>`. */
  readonly settings: Readonly<Record<string, string>>;
  /** The defaults of settings where no code names them, because they depend on what is there. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** Of each kind: its own keys. */
  readonly kinds: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
