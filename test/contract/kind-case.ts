import type { Cloud } from '../../src/emulator/cloud.ts';
import type { FaultRule } from '../../src/emulator/faults.ts';
import type { Clouds } from '../../src/providers/clouds.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import type { CaseName } from './case-names.ts';

type Match = NonNullable<FaultRule['match']>;
export type Fault = FaultRule['fault'];

/** What the contract has to know of a kind of address, to put it to the same tests as all others. */
export interface KindCase {
  readonly kind: string;
  /** Other clouds than those that there are. */
  readonly clouds?: () => Clouds;
  /** Two nodes between which the address can move. The host under test is the first one. */
  readonly self: string;
  readonly other: string;
  readonly topology: string;
  /** The address as the config says it, without name, kind and follow. */
  readonly entry: string;
  /** One that is not there. */
  readonly unknown: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is on the interface while this host is MASTER. */
  readonly vip?: string;
  /** Has a host reach the cloud that is not reached by its network. */
  readonly connect?: (host: KeepalivedHost) => void;
  /** What a takeover asks before its first write; without it, the metadata service. */
  readonly before?: Match;
  /** As many addresses of this kind. */
  many(count: number): Many;
  /** How many requests it may take to read so many. */
  mostReads(count: number): number;
  /** By hand, as in a console. */
  place(cloud: Cloud, node: string | null): void;
  /** What is true, whatever anybody says. */
  holder(cloud: Cloud): string | null;
  /** How often somebody asked who holds it. */
  reads(cloud: Cloud): number;
  /** How often somebody asked for a change. */
  writes(cloud: Cloud): number;
  /** Whether a look tells that a change is going on; where not, it may be asked for once more. */
  readonly showsChanges: boolean;
  /** The writes that take the address from another node, one after the other. */
  readonly move: readonly Match[];
  /** A trouble that a write meets, and the place where it does. */
  readonly troubles: Readonly<Record<TroubleName, Trouble>>;
  announce?(cloud: Cloud, ip: string): void;
  /** What does not apply, and why. */
  readonly skip: Readonly<Partial<Record<CaseName, string>>>;
}

interface Many {
  readonly topology: string;
  readonly entries: readonly string[];
}

export type TroubleName =
  /** The cloud asks for fewer requests. */
  | 'throttled'
  /** An earlier change is going on. */
  | 'busy'
  /** The account may not do this. */
  | 'denied'
  /** The change is accepted, and comes to nothing. */
  | 'failing'
  /** The change is accepted, and nothing more is heard of it. */
  | 'endless';

/** A fault at a place, or what else makes the trouble. */
type Trouble = { readonly match: Match; readonly fault: Fault } | ((host: KeepalivedHost) => void);
