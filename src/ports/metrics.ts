import type { Address } from '../core/address.ts';
import type { GuestChange } from '../core/guest.ts';
import type { Result } from '../core/outcome.ts';
import type { Probed } from '../core/probe.ts';
import type { Warning } from '../core/warning.ts';
import type { Saying } from './trigger.ts';

/** What is counted for those who watch many hosts. Counting never fails. */
export interface Metrics {
  /** What a look saw: whether this node has the address, and whether it should; `undefined` if unknown. */
  seen(address: Address, isHere: boolean | undefined, shouldBeHere: boolean): void;
  /** These are all that is watched from now on: what was seen of others is no longer told. */
  watching(addresses: readonly Address[]): void;
  /** A takeover has ended. */
  ended(address: Address, result: Result): void;
  /** Somebody was asked through the address, once it was here. */
  probed(address: Address, probed: Probed): void;
  /** So many checks of doctor fail now; `undefined` where nobody looks any more. */
  diagnosed(fails: number | undefined): void;
  /** Another node took the address while this one was to hold it. */
  lost(address: Address): void;
  /** A pass over all addresses of a cloud has ended well. */
  passed(cloud: string): void;
  /** Something other than keepalived says whether this host should hold what follows it. */
  triggered(by: string, says: Saying): void;
  /** How many hosts of a fleet are well, how many are dead, and of how many nobody knows. */
  hosts(fleet: string, counts: Readonly<Record<'well' | 'dead' | 'unknown', number>>): void;
  /** This is all that there is to warn of now. */
  warned(warnings: readonly Warning[]): void;
  /** The cloud's API answered, with a status or not at all. */
  answered(cloud: string, code: string): void;
  /** A channel did not take so many alerts in the end. */
  undelivered(channel: string, alerts: number): void;
  /** The IP of an address was put on an interface of this host, or taken from it, or was to be. */
  changedGuest(address: Address, change: GuestChange, ok: boolean): void;
  /** The program that is run after an address has moved has ended. */
  ranAfter(address: Address, ok: boolean): void;
  /** How many requests the cloud still allows. */
  remaining(cloud: string, requests: number): void;
}

const ignore = (): void => {};

/** For whoever is not watched. */
export const noMetrics: Metrics = {
  seen: ignore,
  watching: ignore,
  ended: ignore,
  probed: ignore,
  diagnosed: ignore,
  lost: ignore,
  passed: ignore,
  triggered: ignore,
  hosts: ignore,
  warned: ignore,
  answered: ignore,
  undelivered: ignore,
  changedGuest: ignore,
  ranAfter: ignore,
  remaining: ignore,
};
