/** What the model of an election goes by. Time goes in ticks. */
export interface LeaseRules {
  readonly hosts: number;
  /** How long etcd keeps a lease without a renewal. */
  readonly ttl: number;
  /** So much earlier a host stops. */
  readonly margin: number;
  /** By so much the clock of a host may fall behind that of etcd within a lease. */
  readonly drift: number;
  /** For so long a write may be on the wire. */
  readonly wire: number;
  /** From when a renewal is counted. */
  readonly from: 'sending' | 'answer';
  /** Whether the answer 200 without a TTL is taken for a renewal. */
  readonly believesDeadLease: boolean;
  /** Whether a renewal counts that a leader has taken whom most members of etcd have left meanwhile. */
  readonly believesStaleLeader: boolean;
  /** How holders go on by the word of their peers; without it, they do not. */
  readonly failsafe: FailsafeRules | undefined;
  /** How a host gives up one of several parts that hang on its lease; without it, it does not. */
  readonly drops: DropRules | undefined;
}

export interface DropRules {
  /** Whether what was given up does not count as won, though it may still be written down. */
  readonly isHidden: boolean;
  /** Whether a part is deleted only if it is of the election that was given up. */
  readonly comparesElection: boolean;
}

export interface FailsafeRules {
  /** So many hosts, the first of all, are written down in etcd: a holder asks these. */
  readonly members: number;
  /** From when the word of peers is counted. */
  readonly from: 'sending' | 'answer';
  /** Whether a peer is bound by its word. */
  readonly isBinding: boolean;
  /** Whether a host that begins anew takes itself to be bound, as it may have been before. */
  readonly isRemembered: boolean;
  /** Whether a host takes no part that is not written down. */
  readonly isExclusive: boolean;
  /** Whether a right that has run out can be had again by it. */
  readonly revives: boolean;
}

/** As floatip does it, in the least number of ticks that has all of it. */
export const asBuilt: LeaseRules = {
  hosts: 2,
  ttl: 4,
  margin: 2,
  drift: 1,
  wire: 1,
  from: 'sending',
  believesDeadLease: false,
  believesStaleLeader: false,
  failsafe: undefined,
  drops: undefined,
};

const failsafe: FailsafeRules = {
  members: 2,
  from: 'sending',
  isBinding: true,
  isRemembered: true,
  isExclusive: true,
  revives: false,
};

/** The same in fewer ticks: with clocks that differ, or with writes that take time. */
export const inShort = {
  clocks: { ...asBuilt, ttl: 2, margin: 1, wire: 0 },
  wire: { ...asBuilt, ttl: 2, margin: 1, drift: 0 },
} as const satisfies Readonly<Record<string, LeaseRules>>;

const onTime = { ...asBuilt, ttl: 3, margin: 1, drift: 0, wire: 0 } as const;

/** Hosts that give up one of several parts. */
const drops: DropRules = { isHidden: true, comparesElection: true };
export const withDrops = {
  inShort: { ...inShort.wire, drops },
  wire: { ...inShort.wire, ttl: 3, drops },
  clocks: { ...asBuilt, ttl: 3, wire: 0, drops },
} as const satisfies Readonly<Record<string, LeaseRules>>;

/** What can be broken of it; each has to make two hosts write. */
export const dropBreaks: Readonly<Record<string, LeaseRules>> = {
  'a part that was given up, and is taken for won again': {
    ...withDrops.inShort,
    drops: { ...drops, isHidden: false },
  },
  'a part that is deleted whichever election it is of': {
    ...withDrops.inShort,
    drops: { ...drops, comparesElection: false },
  },
};

/** Holders that go on by the word of their peers. */
export const withFailsafe = {
  inShort: { ...onTime, failsafe },
  /** The second host is not written down: the first one has nobody to ask. */
  stranger: { ...onTime, failsafe: { ...failsafe, members: 1 } },
  wire: { ...onTime, wire: 1, failsafe },
  clocks: { ...onTime, drift: 1, failsafe },
} as const satisfies Readonly<Record<string, LeaseRules>>;

/** What can be broken; each has to make two hosts write. */
export const breaks: Readonly<Record<string, (rules: LeaseRules) => LeaseRules>> = {
  'a deadline from the arrival of the answer': (rules) => ({ ...rules, from: 'answer' }),
  'no margin': (rules) => ({ ...rules, margin: 0 }),
  'a keepalive that is believed for its status alone': (rules) => ({
    ...rules,
    believesDeadLease: true,
  }),
  'a renewal that nobody but a leader whose disk stands still has taken': (rules) => ({
    ...rules,
    believesStaleLeader: true,
  }),
};

/** What can be broken of it, each with the set-up in which it has to make two hosts write. */
export const failsafeBreaks: Readonly<Record<string, FailsafeBreak>> = {
  'peers that are not bound by their word': broken('inShort', { isBinding: false }),
  'a host that begins anew and knows of no word': broken('inShort', { isRemembered: false }),
  'a host that takes part and is not asked': broken('stranger', { isExclusive: false }),
  'a right from the arrival of the word of peers': broken('wire', { from: 'answer' }),
  'a right that has run out, and is had again': broken('wire', { revives: true }),
};

export interface FailsafeBreak {
  readonly in: keyof typeof withFailsafe;
  readonly rules: LeaseRules;
}

function broken(set: keyof typeof withFailsafe, change: Partial<FailsafeRules>): FailsafeBreak {
  const rules = withFailsafe[set];
  return { in: set, rules: { ...rules, failsafe: { ...rules.failsafe, ...change } } };
}
