import type { Address } from '../core/address.ts';
import type { Notice } from '../core/warning.ts';
import type { ConfigPart } from './config-part.ts';
import type { ConfiguredCloud, Given } from './configured-cloud.ts';
import type { KindDescription } from './kind-description.ts';
import type { Policy } from './policy.ts';

/**
 * All that the rest of floatip knows of a cloud: plain data and pure functions. It is read at the start of
 * every command for that cloud, so whatever is not needed before the first request is loaded by a function.
 */
export interface CloudDescription {
  /** As in `providers.<name>` and `--provider <name>`; its kinds begin with it. Letters and digits. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  readonly node: NodeDescription;
  /** Examples show the first one. */
  readonly kinds: readonly KindDescription[];
  readonly examples: CloudExamples;
  /** The kinds that a bare IP may be of, or none where this cloud has no such address. */
  kindsOfIp(ip: string): readonly KindDescription[];
  /** Why no address of this cloud is that IP, and what to name instead. Of those that are of no kind. */
  whyNotIts(ip: string): Notice;
  /** Ids of this cloud that are neither of a node nor of an address. */
  readonly otherIds?: RegExp;
  /** Options that floatip has not and that people of this cloud type: words with blanks, and what to do. */
  readonly meantOptions?: readonly (readonly [words: string, hint: string])[];
  /** Its part of the config file, loaded only where a file is parsed or checked. */
  loadConfigPart(): Promise<ConfigPart>;
  /** With the settings of the config and the environment. Throws `config`. */
  configure(section: unknown, given: Given): ConfiguredCloud;
  /** The least that a token, a key or a role has to be allowed for these addresses of it. */
  policy(addresses: readonly Address[]): Promise<Policy>;
}

/** What a cloud calls the machines that hold addresses. */
export interface NodeDescription {
  /** As its documentation calls one, without an article. */
  readonly word: string;
  /** The same with its article. */
  readonly one: string;
  /** Where there is little room. */
  readonly short: string;
  /** Whether a text is a node's id as the cloud spells it, which it has to be to be compared. */
  isId(text: string): boolean;
  /** Whether somebody who typed it where an address belongs means a node. */
  looksLikeId(text: string): boolean;
  /** What an id is, with an example. */
  readonly idExample: string;
  /** How an operator lists them, as a sentence. */
  readonly howToList: string;
  /** Options that people type for `--to`, with blanks in between. */
  readonly meantOptions?: string;
}

/** What help and messages show. */
export interface CloudExamples {
  /** An address of it as a line of the config. */
  readonly entry: string;
  /** What stands in front of a command line to give it the secret; nothing where it needs none. */
  readonly secret?: string;
  /** An IP or id that `floatip assign` takes without a config. */
  readonly address: string;
  /** What that is, in words. */
  readonly what: string;
  /** The id of a node. */
  readonly node: string;
}
