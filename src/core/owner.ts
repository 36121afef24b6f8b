/**
 * Who holds an address. There is no "unknown" here on purpose: an owner that could not be read is
 * a thrown `Failure`, so that nobody can mistake it for a free address.
 */
export type Owner = { readonly state: 'held'; readonly node: string } | { readonly state: 'free' };

/** What the cloud said of one address at one moment. */
export interface Reading {
  readonly owner: Owner;
  /** The cloud says that it is changing this address right now. */
  readonly pending: boolean;
}

export const free: Owner = { state: 'free' };

export function heldBy(node: string): Owner {
  return { state: 'held', node };
}

export function isHeldBy(owner: Owner, node: string): boolean {
  return owner.state === 'held' && owner.node === node;
}

/** The node that holds the address, or `null` for a free one: the spelling of `from` and `to`. */
export function nodeOf(owner: Owner): string | null {
  return owner.state === 'held' ? owner.node : null;
}
