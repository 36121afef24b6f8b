import { isRecord, parseJson } from '../../lib/json.ts';

/** What a holder that etcd does not answer asks of a peer: not to take its lease for as long as one lasts. */
export interface Plea {
  readonly lease: string;
  /** What all keys in etcd begin with there: another one is another election. */
  readonly prefix: string;
  readonly host: string;
  /** Which election that host has won. */
  readonly epoch: string;
  /** For how long. Milliseconds. */
  readonly ttlMs: number;
  /** Whether the peer is bound by what it answers, and not only says that it would be. */
  readonly isBinding: boolean;
}

/** What a peer answers. */
export interface Pledge {
  /** What the peer is called in elections. */
  readonly host: string;
  readonly isGiven: boolean;
  /** Why not. */
  readonly why?: string;
}

/** As a config allows it: nobody binds a peer for longer. */
const longestMs = 60_000;

/** Returns `undefined` for what is none. */
export function parsePlea(text: string): Plea | undefined {
  const told = parseJson(text);
  if (!isRecord(told)) return undefined;
  const { lease, prefix, host, epoch, ttlMs, isBinding } = told;
  if (typeof lease !== 'string' || typeof prefix !== 'string' || typeof host !== 'string') {
    return undefined;
  }
  if (typeof epoch !== 'string' || !/^\d{1,19}$/.test(epoch)) return undefined;
  if (typeof ttlMs !== 'number' || !(ttlMs > 0) || ttlMs > longestMs) return undefined;
  if (typeof isBinding !== 'boolean') return undefined;
  return { lease, prefix, host, epoch, ttlMs, isBinding };
}

/** Returns `undefined` for what is none. */
export function parsePledge(text: string): Pledge | undefined {
  const told = parseJson(text);
  if (!isRecord(told)) return undefined;
  const { host, isGiven, why } = told;
  if (typeof host !== 'string' || typeof isGiven !== 'boolean') return undefined;
  return { host, isGiven, ...(typeof why === 'string' ? { why } : {}) };
}

/** What takes part in an election, and can be asked to leave a lease where it is. */
export interface Pledging {
  pledge(plea: Plea): Pledge;
}
