import type { EventOrder } from '../../core/vrrp.ts';
import type { TriggerWord } from '../../ports/trigger.ts';
import { isWithin } from './term.ts';
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
  /** Whether it has to renew its lease before it may act on it again. */
  readonly isInDoubt: boolean;
  /** Why etcd did not answer the last time. */
  readonly trouble: string | undefined;
}

export interface Won {
  readonly epoch: string;
  readonly since: EventOrder;
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
    isInDoubt: false,
    trouble: undefined,
  };
}

/** Whether it may begin a write at this moment. */
export function mayWrite({ term, won, isInDoubt }: Standing, at: Instant): boolean {
  return won !== undefined && term !== undefined && !isInDoubt && isWithin(term, at);
}

/** What is to be said of it at a moment. */
export function wordAt(standing: Standing, at: Instant): TriggerWord {
  const { name, won, seen, trouble } = standing;
  if (won !== undefined && mayWrite(standing, at)) {
    return { says: 'hold', ...won, why: `this host has lease ${name}` };
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
