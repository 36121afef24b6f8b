import type { EventOrder } from '../../core/vrrp.ts';
import type { TriggerWord } from '../../ports/trigger.ts';
import { deadlineOf, isWithin } from './term.ts';
import type { Instant, Term } from './term.ts';

/** How this host stands in an election, as far as it knows. */
export interface Standing {
  readonly name: string;
  /** Its own lease, which may have run out. */
  readonly term: Term | undefined;
  /** What it has won with that, and since when. */
  readonly won: Won | undefined;
  /** What was last seen of the race, and when that was asked for. */
  readonly seen: Seen | undefined;
  /** For how long it may act by the word of its peers, where etcd does not answer. */
  readonly byPeers: ByPeers | undefined;
  /** The host that it leaves the lease with, until a moment on the monotonic clock, whatever it wins meanwhile. */
  readonly pledge: { readonly to: string; readonly until: number } | undefined;
  /** Whether it has to renew its lease before it may act on it again. */
  readonly isInDoubt: boolean;
  /** Why etcd did not answer the last time. */
  readonly trouble: string | undefined;
}

export interface Won {
  readonly epoch: string;
  readonly since: EventOrder;
}

export interface ByPeers {
  readonly epoch: string;
  readonly term: Term;
}

export interface Seen {
  readonly why: string;
  readonly at: Instant;
  /** For so long that is worth something. Milliseconds. */
  readonly ttlMs: number;
}

export function atFirst(name: string): Standing {
  return {
    name,
    term: undefined,
    won: undefined,
    seen: undefined,
    byPeers: undefined,
    pledge: undefined,
    isInDoubt: false,
    trouble: undefined,
  };
}

/** Whether it may begin a write at this moment. */
export function mayWrite(standing: Standing, at: Instant): boolean {
  if (standing.isInDoubt || isPledged(standing, at)) return false;
  return rightsOf(standing).some((term) => isWithin(term, at));
}

/** When it has to stop, if nothing comes. */
export function endOf(standing: Standing): number {
  return Math.max(...rightsOf(standing).map(deadlineOf));
}

/** The latest moment from which its right is counted; nothing where it has none. */
export function latestOf(standing: Standing): Instant | undefined {
  const sent = rightsOf(standing).map((term) => term.sent);
  return sent.toSorted((left, right) => right.now - left.now)[0];
}

export function isPledged({ pledge }: Standing, { now }: Instant): boolean {
  return pledge !== undefined && now < pledge.until;
}

/** By etcd, and by the word of peers. */
function rightsOf({ won, term, byPeers }: Standing): readonly Term[] {
  if (won === undefined || term === undefined) return [];
  return byPeers?.epoch === won.epoch ? [term, byPeers.term] : [term];
}

/** What is to be said of it at a moment. */
export function wordAt(standing: Standing, at: Instant): TriggerWord {
  const { name, won, seen, trouble, pledge } = standing;
  if (won !== undefined && mayWrite(standing, at)) {
    return { says: 'hold', ...won, why: `this host has lease ${name}${byWhom(standing, at)}` };
  }
  if (pledge !== undefined && isPledged(standing, at)) {
    return { says: 'do not', since: undefined, why: `lease ${name} is left with ${pledge.to}` };
  }
  const nothing = { says: 'unknown', since: undefined } as const;
  if (won !== undefined) {
    const because = trouble === undefined ? '' : `: ${trouble}`;
    return { ...nothing, why: `lease ${name} was not renewed in time${because}` };
  }
  if (seen !== undefined && at.now < seen.at.now + seen.ttlMs) {
    return { says: 'do not', since: undefined, why: seen.why };
  }
  return { ...nothing, why: trouble ?? `nobody has said yet who has lease ${name}` };
}

/** Nothing where etcd says so, as usual. */
function byWhom({ term, trouble }: Standing, at: Instant): string {
  if (term !== undefined && isWithin(term, at)) return '';
  return `, by the word of its peers: ${trouble ?? 'etcd does not answer'}`;
}
