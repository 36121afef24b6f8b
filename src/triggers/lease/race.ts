/** Who takes part in an election, as etcd has it at one moment. */
export interface Race {
  readonly holder: Holder | undefined;
  readonly candidates: readonly Candidate[];
  /** The id of the lease whose holder is asked to give way. */
  readonly released: string | undefined;
  /** Tells that wish from others. */
  readonly wish?: string;
  /** The term of Raft in which most members of etcd agreed upon this. */
  readonly raftTerm: string | undefined;
  /** Who alone may take part, while a holder may go on by the word of its peers. */
  readonly failsafe: FailsafeEntry | undefined;
  /** What those say who take part, where they say anything, by their names. It ends with their leases. */
  readonly votes?: ReadonlyMap<string, string>;
}

/** What a holder has written down before it relies on its peers. It stays when its lease is over. */
export interface FailsafeEntry {
  readonly host: string;
  readonly epoch: string;
  /** For how long a peer is bound by its pledge. Milliseconds. */
  readonly ttlMs: number;
  /** The names of all hosts that the holder asks, and its own. */
  readonly members: readonly string[];
}

export interface Holder {
  /** The id of its lease. */
  readonly id: string;
  readonly host: string;
  /** Of which election: a later one has a higher number. */
  readonly epoch: string;
}

export interface Candidate {
  readonly id: string;
  readonly host: string;
  readonly prefer: number;
  /** Whether it wants a lease that another host has already. */
  readonly preempts: boolean;
  /** Of one that takes part for several parts of a lease at once: which, by their numbers. */
  readonly parts?: readonly string[];
}

/** What a host says of itself. */
export type Candidacy = Omit<Candidate, 'id'>;

/** The first candidate that is to have the lease before this one. */
export function preferredTo(
  own: { readonly id: string; readonly prefer: number },
  { candidates }: Race,
): Candidate | undefined {
  return candidates.find(({ id, prefer }) => id !== own.id && prefer > own.prefer);
}

/** Why a holder is to give way, if it is. */
export function reasonToYield(
  own: { readonly id: string; readonly prefer: number },
  race: Race,
): string | undefined {
  if (race.released === own.id) return 'it was asked to';
  const others = race.candidates.filter(({ preempts }) => preempts);
  const preferred = preferredTo(own, { ...race, candidates: others });
  return preferred === undefined ? undefined : `${preferred.host} is preferred`;
}
