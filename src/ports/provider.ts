import { labelOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import type { Reading } from '../core/owner.ts';
import type { Mechanics, Step } from '../core/plan.ts';
import { Failure } from './failure.ts';

/** A cloud, as far as floatip needs it. Every method throws `Failure` and nothing else. */
export interface Provider {
  readonly name: string;

  /** Whether a text is a node's id as this cloud spells it. */
  isNodeId(text: string): boolean;

  /** How an address of its kind changes hands. */
  mechanicsOf(address: Address): Mechanics;

  /** The interface that an address is announced on, where no request assigns it. */
  announcedOn?(address: Address): string | undefined;

  /**
   * Who holds these addresses, in as few requests as the cloud allows. Every address gets an
   * entry: a reading, or the `Failure` that says why it could not be read. Throws only when aborted.
   */
  read(addresses: readonly Address[], signal: AbortSignal): Promise<Readings>;

  /**
   * Sends the one mutating request of a step through the gate. Returns when the cloud has accepted
   * it, which is long before it is done. Throws `ambiguous` where it may or may not have landed.
   */
  apply(step: Step, address: Address, gate: WriteGate): Promise<Operation>;

  /**
   * Makes the checks of a step that can be made without it, for a dry run. Returns what only the step
   * itself tells, in words such as "whether …". Throws what it would be refused with.
   */
  foresee?(step: Step, address: Address, signal: AbortSignal): Promise<readonly string[]>;

  /**
   * Finds out ahead of time what would have to be asked before the first write of a takeover by this
   * node. For who has the time, and only where there is something to be asked.
   */
  prepare?(addresses: readonly Address[], node: string, signal: AbortSignal): Promise<void>;
}

export type Readings = ReadonlyMap<Address, Reading | Failure>;

/** What was read of an address. */
export function readingIn(readings: Readings, address: Address): Reading | Failure {
  const nothing = `The cloud said nothing about ${labelOf(address)}`;
  return readings.get(address) ?? new Failure('transport', nothing);
}

/** Stands between a plan and the wire. */
export interface WriteGate {
  readonly signal: AbortSignal;
  /**
   * Sends one mutating request, unless this node should by now no longer hold the address: throws
   * `superseded` then, and nothing is sent any more.
   */
  write<T>(send: (sending: Sending) => Promise<T>): Promise<T>;
}

/** One mutating request on its way. */
export interface Sending {
  /** Aborts as soon as this node should no longer hold the address, whether it has been sent or not. */
  readonly signal: AbortSignal;
  /**
   * Has to be called right before the first byte is handed to a connection that is ready, and again for
   * each time that the request is sent once more. Throws where it is not to be sent.
   */
  beforeSend(): void;
  /** The cloud has refused what was sent, for its token, and it is sent once more with another one. */
  noteRefusal?: () => void;
}

/** A change that the cloud has accepted. Advice only: what the address's owner says decides. */
export interface Operation {
  /** What the cloud calls it, for the log. */
  readonly id: string;
  /** The cloud's id of the request that began it, for its support. */
  readonly requestId: string | null;
  /** What the operator should check where nothing comes of it. */
  readonly doubt?: () => string;
  /** How far it is; `unknown` where the cloud cannot tell. Never throws but when aborted. */
  progress(signal: AbortSignal): Promise<Progress>;
}

export type Progress = 'running' | 'done' | 'failed' | 'unknown';
