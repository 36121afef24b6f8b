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
};

/** The same in fewer ticks: with clocks that differ, or with writes that take time. */
export const inShort = {
  clocks: { ...asBuilt, ttl: 2, margin: 1, wire: 0 },
  wire: { ...asBuilt, ttl: 2, margin: 1, drift: 0 },
} as const satisfies Readonly<Record<string, LeaseRules>>;

/** What can be broken; each has to make two hosts write. */
export const breaks: Readonly<Record<string, (rules: LeaseRules) => LeaseRules>> = {
  'a deadline from the arrival of the answer': (rules) => ({ ...rules, from: 'answer' }),
  'no margin': (rules) => ({ ...rules, margin: 0 }),
  'a keepalive that is believed for its status alone': (rules) => ({
    ...rules,
    believesDeadLease: true,
  }),
};
