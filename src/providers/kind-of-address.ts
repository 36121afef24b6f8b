import type { Address } from '../core/address.ts';
import type { Reading } from '../core/owner.ts';
import type { Step } from '../core/plan.ts';
import { asFailure } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import type { Operation, WriteGate } from '../ports/provider.ts';

/** One kind of address of a cloud that has several: how it is read, and how it changes hands. */
export interface KindOfAddress<A extends Address> {
  read(addresses: readonly A[], signal: AbortSignal): Promise<readonly Entry[]>;
  apply(change: Change<A>): Promise<Operation>;
}

export type Entry = readonly [Address, Reading | Failure];

export interface Change<A extends Address> {
  readonly step: Step;
  readonly address: A;
  readonly gate: WriteGate;
}

/** Reads all of one kind. What fails for it does not concern the others; throws only what `signal` says. */
export async function readKind<A extends Address>(
  kind: Pick<KindOfAddress<A>, 'read'>,
  addresses: readonly A[],
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  if (addresses.length === 0) return [];
  try {
    return await kind.read(addresses, signal);
  } catch (error) {
    signal.throwIfAborted();
    const failure = asFailure(error);
    return addresses.map((address): Entry => [address, failure]);
  }
}
