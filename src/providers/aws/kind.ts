import { labelOf } from '../../core/address.ts';
import type { Address } from '../../core/address.ts';
import type { Step } from '../../core/plan.ts';
import { Failure } from '../../ports/failure.ts';
import type { KindOfAddress } from '../kind-of-address.ts';
import type { Listing } from '../values.ts';
import type { Client, Under } from './client.ts';
import type { NodeInterface } from './node-interface.ts';

/** What every kind of address works with. */
export interface Vpc {
  /** The client for calls about something, which end with a signal. Calls that change it, at a gate. */
  readonly clientFor: (subject: string, under: Under) => Client;
  /** The network interfaces of a node, in their order on it. */
  readonly interfacesOf: (node: string, under: Under) => Promise<readonly NodeInterface[]>;
  /** What this host's metadata service says of its network interfaces; nothing where it is silent. */
  readonly ownInterfaces: (signal: AbortSignal) => Promise<readonly NodeInterface[] | undefined>;
  /** The node that this host is, where that was asked before. */
  readonly knownSelf: () => string | undefined;
}

/** One kind of address, which can be asked ahead of a step. */
export interface ForeseeableKind<A extends Address> extends KindOfAddress<A> {
  /** As {@link Provider.foresee}. */
  foresee(step: Step, address: A, signal: AbortSignal): Promise<readonly string[]>;
}

/** How an address is called in messages. */
export function subjectOf(address: Address): string {
  return `${words[address.kind] ?? address.kind} ${labelOf(address)}`;
}

const words: Readonly<Record<string, string>> = {
  'aws-eip': 'Elastic IP',
  'aws-private-ip': 'private IP',
  'aws-route': 'route to',
};

/** What a look at these addresses is about, in words for the operator. */
export function subjectOfAll(addresses: readonly Address[], several: string): string {
  const [first] = addresses;
  return addresses.length === 1 && first !== undefined ? subjectOf(first) : several;
}

export function unknownTo(subject: string): Failure {
  return new Failure('missing', `AWS knows no ${subject} in this account and region`, {
    hint: 'Check it, the region, and that the key or role belongs to the account that owns it',
  });
}

/** What a list leaves out: it is not there, unless that is not all of the list. */
export function absent(subject: string, { isWhole }: Pick<Listing<unknown>, 'isWhole'>): Failure {
  return isWhole ? unknownTo(subject) : unsure(subject);
}

/** What an answer says nothing about, as far as it makes sense. */
export function unsure(subject: string): Failure {
  return new Failure('transport', `AWS's answer about ${subject} breaks off, or is not about it`);
}

/** A step that this kind of address never needs. */
export function impossible({ do: step }: Step, { kind }: Address): TypeError {
  return new TypeError(`There is no way to ${step} a ${kind}`);
}

/** How many values a filter takes (EC2 User Guide, "List and filter using the CLI and API"). */
export const mostValues = 200;
