import type { LeaseRules } from './lease-rules.ts';

/** A request that a host has sent; it has one at a time, as floatip does. */
export interface Message {
  readonly ask: 'renew' | 'campaign' | 'peers';
  /** How long ago it was sent, on the clock of the host. */
  readonly age: number;
  /** By how much that clock has fallen behind since. */
  readonly lag: number;
  /** Before etcd or the peer has it, or the answer on its way back. */
  readonly at: 'out' | 'yes' | 'no';
}

/** All that there is of one host, and of its lease in etcd. */
export interface HostState {
  /** What etcd still gives its lease; 0 is dead. */
  readonly left: number;
  /** How long ago its latest renewal counts from, on its own clock; `null` where it has no lease. */
  readonly age: number | null;
  readonly lag: number;
  /** Whether it was told that it has won, and not told of anything else since. */
  readonly won: boolean;
  readonly message: Message | null;
  /** What it asks its peers meanwhile. */
  readonly plea: Message | null;
  /** For how long it is bound by its word; its clock is right or ahead, as one that is behind waits longer. */
  readonly bound: number;
  /** How long its latest write has been on the wire; `null` where none is. */
  readonly write: number | null;
  /** Whether it has given up what the key in etcd says that it has. */
  readonly givenUp: boolean;
  /** What is on its way to delete a part: of the election that etcd has it in, or of one that is over. */
  readonly drop: 'current' | 'past' | null;
}

export interface State {
  readonly hosts: readonly HostState[];
  /** Whose lease the key in etcd hangs on; -1 where there is no key. */
  readonly holder: number;
}

/** What can happen, and what it comes to. */
export interface Step {
  readonly what: string;
  readonly to: State;
}

export const nobody = -1;

const host: HostState = {
  left: 0,
  age: null,
  lag: 0,
  won: false,
  message: null,
  plea: null,
  bound: 0,
  write: null,
  givenUp: false,
  drop: null,
};

export function initialState({ hosts }: LeaseRules): State {
  return { hosts: Array.from({ length: hosts }, () => host), holder: nobody };
}

export function withHost(state: State, index: number, change: Partial<HostState>): State {
  const hosts = state.hosts.map((one, at) => (at === index ? { ...one, ...change } : one));
  return { ...state, hosts };
}

/** Whether a host may begin a write. */
export function mayWrite({ won, age, bound }: HostState, { ttl, margin }: LeaseRules): boolean {
  return won && bound === 0 && age !== null && age < ttl - margin;
}

/** What must never be: two hosts that both may write, or one that may while a write of another is on the wire. */
export function violation({ hosts }: State, rules: LeaseRules): string | undefined {
  const writers = hosts.flatMap((one, index) => (mayWrite(one, rules) ? [index] : []));
  if (writers.length > 1) return `hosts ${writers.join(' and ')} may both write`;
  const late = hosts.findIndex(
    ({ write }, index) => write !== null && writers.some((writer) => writer !== index),
  );
  if (late < 0) return undefined;
  return `host ${writers[0]} may write while a write of host ${late} is on the wire`;
}

/** The state as a number; that of the hosts in an order that does not matter, the holder first. */
export function codeOf({ hosts, holder }: State, rules: LeaseRules): number {
  const codes = hosts.map((one) => hostCode(one, rules));
  // Hosts that are not written down are others than those that are.
  const isAlike = rules.failsafe === undefined || rules.failsafe.members === hosts.length;
  if (!isAlike) return joined(codes, { first: holder + 1, rules });
  const first = holder === nobody ? [] : codes.splice(holder, 1);
  const rest = codes.toSorted((left, right) => left - right);
  return joined([...first, ...rest], { first: holder === nobody ? 0 : 1, rules });
}

function joined(
  codes: readonly number[],
  { first, rules }: { readonly first: number; readonly rules: LeaseRules },
): number {
  let code = first;
  for (const one of codes) code = code * hostCodes(rules) + one;
  if (code > Number.MAX_SAFE_INTEGER) throw new RangeError('There are more states than numbers');
  return code;
}

const dropCodes = { none: 0, current: 1, past: 2 } as const;
const places = { out: 0, yes: 1, no: 2 } as const;

function messageCodes(ttl: number): number {
  return (ttl + 1) * 6 + 4;
}

/** How many states there can be of one host. */
function hostCodes({ ttl, failsafe, drops }: LeaseRules): number {
  const codes = (ttl + 1) * (ttl + 2) * 2 * 2 * 3 * messageCodes(ttl) * (drops ? 6 : 1);
  return failsafe === undefined ? codes : codes * ((ttl + 1) * 4 + 1) * (ttl + 1);
}

function hostCode(one: HostState, { ttl, failsafe, drops }: LeaseRules): number {
  const { left, age, lag, won, message, plea, bound, write, givenUp, drop } = one;
  let code = left;
  code = code * (ttl + 2) + (age ?? ttl + 1);
  code = code * 2 + lag;
  code = code * 2 + Number(won);
  code = code * 3 + (write === null ? 0 : write + 1);
  code = code * messageCodes(ttl) + (message === null ? 0 : 1 + messageCode(message, ttl));
  if (drops !== undefined) code = (code * 2 + Number(givenUp)) * 3 + dropCodes[drop ?? 'none'];
  if (failsafe === undefined) return code;
  code = code * ((ttl + 1) * 4 + 1) + (plea === null ? 0 : 1 + pleaCode(plea));
  return code * (ttl + 1) + bound;
}

function messageCode(message: Message, ttl: number): number {
  // When a campaign was sent does not matter.
  return message.ask === 'campaign' ? (ttl + 1) * 6 + places[message.at] : agedCode(message);
}

function pleaCode({ age, lag, at }: Message): number {
  return (age * 2 + lag) * 2 + Number(at === 'out');
}

function agedCode({ age, lag, at }: Message): number {
  return (age * 2 + lag) * 3 + places[at];
}
