/** What a token, a key or a role has to be allowed to do. */
export interface Policy {
  /** As the cloud takes it, where it takes such a thing. */
  readonly document: object;
  /** For the operator. */
  readonly text: string;
}
