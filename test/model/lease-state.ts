import type { LeaseRules } from './lease-rules.ts';

/** A request that a host has sent; it has one at a time, as floatip does. */
export interface Message {
  readonly ask: 'renew' | 'campaign';
  /** How long ago it was sent, on the clock of the host. */
  readonly age: number;
  /** By how much that clock has fallen behind since. */
  readonly lag: number;
  /** Before etcd has it, or the answer on its way back. */
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
  /** How long its latest write has been on the wire; `null` where none is. */
  readonly write: number | null;
}

export interface State {
  readonly hosts: readonly HostState[];
  /** Whose lease the key in etcd hangs on; -1 where there is no key. */
  readonly holder: number;
}

export const nobody = -1;

const host: HostState = { left: 0, age: null, lag: 0, won: false, message: null, write: null };

export function initialState({ hosts }: LeaseRules): State {
  return { hosts: Array.from({ length: hosts }, () => host), holder: nobody };
}

/** Whether a host may begin a write. */
export function mayWrite({ won, age }: HostState, { ttl, margin }: LeaseRules): boolean {
  return won && age !== null && age < ttl - margin;
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
export function codeOf({ hosts, holder }: State): number {
  const codes = hosts.map(hostCode);
  const first = holder === nobody ? [] : codes.splice(holder, 1);
  let code = holder === nobody ? 0 : 1;
  for (const one of [...first, ...codes.toSorted((left, right) => left - right)]) {
    code = code * hostCodes + one;
  }
  return code;
}

/** More than there are states of one host; three of them and a bit fit into a number. */
const hostCodes = 2 ** 17;

const places = { out: 0, yes: 1, no: 2 } as const;

function hostCode({ left, age, lag, won, message, write }: HostState): number {
  let code = left;
  code = code * 7 + (age ?? 6);
  code = code * 2 + lag;
  code = code * 2 + Number(won);
  code = code * 3 + (write === null ? 0 : write + 1);
  return code * 43 + (message === null ? 42 : messageCode(message));
}

function messageCode({ ask, age, lag, at }: Message): number {
  const place = places[at];
  // When a campaign was sent does not matter.
  return ask === 'campaign' ? 36 + place : (age * 2 + lag) * 3 + place;
}
