import type { Address } from '../core/address.ts';
import type { FailureReport } from '../core/outcome.ts';
import type { Reading } from '../core/owner.ts';
import type { Mechanics } from '../core/plan.ts';

/**
 * All that the rest of floatip knows of a kind of address. Functions are given addresses of this kind only,
 * unless they say otherwise.
 */
export interface KindDescription {
  /** As in the config: the name of the cloud, alone or with a hyphen and more behind it. */
  readonly name: string;
  /** In a sentence, with its article. */
  readonly one: string;
  /** The same where it could be mistaken for something else. */
  readonly inFull?: string;
  /** How it changes hands. */
  readonly mechanics: Mechanics;
  /** The versions of IP that its addresses have. */
  readonly families: readonly IpFamily[];
  /** Whether its IPs are such as the public reaches. */
  readonly isPublic: boolean;
  /** Its ids, where the cloud gives it any and the config takes them. */
  readonly id?: IdDescription;
  /** The IP that is meant where a whole network is written, of a kind whose addresses are networks. */
  ipOfNetwork?(text: string): string | undefined;
  /** Keys in the config besides `ip` and `vip` that hold an IP. */
  readonly ipKeys?: readonly string[];
  /** Where only the config can say all that has to be known: its line there, given its id or IP. */
  lineInConfig?(key: 'id' | 'ip', value: string): string;
  /** Where a host has room for only so many. */
  readonly room?: RoomDescription;
  /** The interface that it is announced on, where no request assigns it. */
  announcedOn?(address: Address): string | undefined;
  /** Lines that a vrrp_instance in keepalived.conf needs for those that follow it: at least one. */
  keepalivedLines?(followers: readonly Address[]): readonly string[];
  /** What can be on it, where something can, in a word. A column of `floatip status --wide`. */
  readonly attachment?: string;
  /** What `floatip status` says of it besides. */
  statusOf?(address: Address, reading: Reading): StatusExtras;
}

export type IpFamily = 'IPv4' | 'IPv6';

export interface IdDescription {
  readonly pattern: RegExp;
  /** What they begin with, and others do not. */
  readonly prefix: string;
}

/** A host can hold only one of the addresses that are at the same place. */
export interface RoomDescription {
  /** The place on a host that it takes, as a text to compare. */
  placeOf(address: Address): string;
  /** What to do about two at one place, or why: the end of a sentence, with the colon before it. */
  readonly remedy: string;
}

/** What a kind adds to the status of an address. */
export interface StatusExtras {
  /** Fields of the JSON object. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The IP that is on it now, and what that is; nothing for none. */
  readonly attached?: { readonly what: string; readonly ip: string } | undefined;
  /** What is wrong with it, in a short sentence. */
  readonly trouble?: string | undefined;
  /** What has to be corrected before it can ever be as it should be. */
  readonly error?: FailureReport | undefined;
}
