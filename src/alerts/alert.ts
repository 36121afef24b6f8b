import type { AlertKind, Trouble } from '../core/alert.ts';

/** What an alert is about. */
export type About =
  | {
      readonly sort: 'address';
      readonly name: string;
      readonly kind: string;
      readonly ip: string | null;
    }
  /** A VRRP instance or group. */
  | { readonly sort: 'instance'; readonly name: string }
  | { readonly sort: 'cloud'; readonly name: string }
  /** Something of this host that has to be right: the config, or what doctor looks at. */
  | { readonly sort: 'check'; readonly name: string };

/** What there is to say, in no language. All of it as text that was made plain. */
export interface Facts {
  readonly from?: string | null;
  readonly to?: string | null;
  /** What nodes are called. */
  readonly names?: Readonly<Record<string, string>>;
  readonly durationMs?: number;
  readonly cause?: string;
  /** Who took the address; `null` for nobody. */
  readonly by?: string | null;
  readonly losses?: number;
  readonly reason?: string;
  readonly hint?: string;
  /** An IP that is on an interface of this host, and should not be. */
  readonly vip?: string;
  /** What belongs on the address and is on nothing. */
  readonly isLoose?: boolean;
  /** Why a trouble is over, where it has not gone away by itself. */
  readonly because?: 'not-ours' | 'moved';
}

/** One thing that people are told, once. */
export interface Alert {
  readonly kind: AlertKind | 'test';
  /** Tells it apart from all others, and what is over from what began. */
  readonly episode: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly host: string;
  readonly cluster?: string;
  readonly about?: About;
  readonly facts: Facts;
  /** What is over, where something is. */
  readonly ended?: readonly Ended[];
}

/** A trouble that is over. */
export interface Ended {
  readonly kind: Trouble;
  readonly episode: string;
  readonly since: number;
}

/** Tells what an alert is about apart from all else. */
export function keyOfAbout({ sort, name }: About): string {
  return `${sort} ${name}`;
}
