/**
 * Who holds an address. There is no "unknown" here on purpose: an owner that could not be read is
 * a thrown `Failure`, so that nobody can mistake it for a free address.
 */
export type Owner = Held | { readonly state: 'free' };

interface Held {
  readonly state: 'held';
  readonly node: string;
  /** What the node is called, where the cloud says so. */
  readonly name?: string;
}

/** What the cloud said of one address at one moment. */
export interface Reading {
  readonly owner: Owner;
  /** The cloud says that it is changing this address right now. */
  readonly pending: boolean;
  /** That change takes it from its owner, who still has it. */
  readonly leaving?: true;
  /** The IP of an address that the config knows by its id only. */
  readonly ip?: string;
  /** Where that is which belongs on the address, such as a public IP on a private one. */
  readonly attachment?: Attachment;
  /** What is on the address now, by its IP, whatever belongs there; `null` for nothing. */
  readonly attached?: string | null;
}

export type Attachment =
  | { readonly state: 'attached' }
  /** On nothing; `isAbsent` where the cloud knows no such thing. */
  | { readonly state: 'loose'; readonly isAbsent?: true }
  /** On something else, by its id; or on its way there, or from there. */
  | { readonly state: 'elsewhere'; readonly at: string; readonly moving?: true };

export const free: Owner = { state: 'free' };

export function heldBy(node: string, name?: string): Owner {
  return name === undefined ? { state: 'held', node } : { state: 'held', node, name };
}

export function isHeldBy(owner: Owner, node: string): boolean {
  return owner.state === 'held' && owner.node === node;
}

/** Whether nothing is missing of what belongs on the address. */
export function isComplete({ attachment }: Pick<Reading, 'attachment'>): boolean {
  return attachment === undefined || attachment.state === 'attached';
}

/** The node that holds the address, or `null` for a free one: the spelling of `from` and `to`. */
export function nodeOf(owner: Owner): string | null {
  return owner.state === 'held' ? owner.node : null;
}
