import type { Address } from '../core/address.ts';
import { sameIp } from '../core/ip.ts';

/** This host, as its cloud knows it. */
export interface Self {
  readonly provider: string;
  /** The id as the cloud spells it. */
  readonly node: string;
  readonly region: string;
}

/** {@link Self}, and what else the metadata service said on that occasion. */
export interface Introduction {
  readonly self: Self;
  /** Floating IPs that the metadata service lists as ours. May be stale: a hint, never a proof. */
  readonly listedIps: readonly string[];
  /** The private address on which traffic to a floating IP arrives, where the cloud has one. */
  readonly anchor?: string;
}

/**
 * How often to ask: a few times, for somebody who waits at a terminal, or for as long as there is
 * time, for a host that has only just booted. `now` asks as briefly, and takes nothing that was said before.
 */
export type Patience = 'brief' | 'lasting' | 'now';

/** Asks the metadata service who this host is. */
export interface Identity {
  /** Throws `config` where no metadata service answers. Without a patience, brief. */
  introduce(signal: AbortSignal, patience?: Patience): Promise<Introduction>;
}

/** Whether the metadata service believes an address to be here already. */
export function isListed({ ip }: Address, listedIps: readonly string[]): boolean {
  return ip !== undefined && listedIps.some((listed) => sameIp(listed, ip));
}
