import type { AddressStatus, Attached } from '../../app/status.ts';
import type { Phases } from '../../core/outcome.ts';

/** All that the page shows, at one moment. */
export interface Look {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly cluster: string | undefined;
  /** This host, as `status` names it, once it is known. */
  readonly host: string | undefined;
  readonly version: string;
  readonly addresses: readonly AddressLook[];
  readonly problems: readonly Problem[];
  /** Latest first. */
  readonly failovers: readonly Failover[];
}

export interface AddressLook extends AddressStatus {
  /** How old what is known of the owner is, and when it was read, of a clock that never goes back. */
  readonly read: { readonly ageMs: number; readonly at: number } | undefined;
  /** What was on it then. */
  readonly attached?: Attached;
  /** The node that held it when it could last be read. */
  readonly lastSeen?: string | null;
  /** The takeover that is going on. */
  readonly taking?: Taking;
}

export interface Taking {
  readonly ms: number;
  readonly cause: string;
}

/** What is wrong, and what to do about it. */
export interface Problem {
  readonly message: string;
  readonly hint?: string | undefined;
  /** The names of the addresses that it is about. */
  readonly names: readonly string[];
  /** A takeover that is going on is on its way to be no problem. */
  readonly isBeingMended?: true;
}

/** An address that has changed hands, or should have. */
export interface Failover {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Tells it from the others. */
  readonly id: string;
  readonly name: string;
  readonly ip: string | null;
  /** Who to whom, as far as that is known, by name where the cloud says it; `null` for nobody. */
  readonly from: string | null;
  readonly to: string | null;
  readonly outcome: string;
  readonly durationMs: number;
  readonly phasesMs: Phases;
  /** Why it was begun, and by whom. */
  readonly cause: string;
  /** Why it went wrong. */
  readonly reason?: string;
}
