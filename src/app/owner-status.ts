import type { FailureReport } from '../core/outcome.ts';
import type { Owner } from '../core/owner.ts';

export type OwnerStatus =
  | {
      readonly state: 'held';
      readonly node: string;
      /** What the node is called, where the cloud says so. */
      readonly name?: string;
      readonly self: boolean;
    }
  | { readonly state: 'free' }
  | { readonly state: 'unknown'; readonly error: FailureReport };

export function ownerStatus(owner: Owner, self: string | null): OwnerStatus {
  if (owner.state === 'free') return { state: 'free' };
  const { node, name } = owner;
  return { state: 'held', node, ...(name === undefined ? {} : { name }), self: node === self };
}
