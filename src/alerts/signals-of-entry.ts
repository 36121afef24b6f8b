import { cloudOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import type { FailureClass } from '../core/failure-class.ts';
import { instanceOf } from '../core/follow.ts';
import type { Result } from '../core/outcome.ts';
import type { Entry } from '../ports/journal.ts';
import type { Signal, Subject } from './signal.ts';

/** What an entry is read with. */
export interface Reader {
  /** All of the config. */
  readonly addresses: readonly Address[];
  /** When it was written. Milliseconds since 1970. */
  readonly at: number;
}

/** What an entry of the journal means to people. */
export function signalsOfEntry(entry: Entry, reader: Reader): readonly Signal[] {
  const { addresses, at } = reader;
  switch (entry.type) {
    case 'event': {
      const { name: instance, state } = entry;
      const isFollowed = addresses.some(({ follow }) => follow === instance);
      return [{ type: 'told', instance, state, isFollowed, at }];
    }
    case 'contested': {
      const { address: name, by, losses } = entry;
      const address = addresses.find((one) => one.name === name);
      return address === undefined
        ? []
        : [{ type: 'lost', subject: subjectOf(address), by, losses, at }];
    }
    case 'outcome':
      return ofOutcome(entry, reader);
    default:
      return [];
  }
}

/** An address of the config, as alerts know it. */
export function subjectOf(address: Address): Subject {
  const { name, kind, ip, vip } = address;
  const follow = instanceOf(address);
  return {
    name,
    kind,
    ip: ip ?? null,
    ...(follow === undefined ? {} : { follow }),
    ...(vip === undefined ? {} : { vip }),
  };
}

function ofOutcome(
  { result, cause, names }: Extract<Entry, { readonly type: 'outcome' }>,
  { addresses, at }: Reader,
): readonly Signal[] {
  const isByHand = byHand.has(cause);
  const subject = subjectIn(result, addresses);
  const { outcome, from, to, durationMs, error } = result;
  switch (outcome) {
    case 'moved':
      // Who moves it by hand knows, and what was wrong before is over.
      return isByHand
        ? [{ type: 'held', subject, at }]
        : [{ type: 'moved', subject, from, to, names, durationMs, cause, at }];
    case 'already-held':
      return [{ type: 'held', subject, at }];
    case 'released':
      return isByHand ? [{ type: 'released', subject, at }] : [];
    default:
      return error === undefined || isByHand ? [] : ofFailure({ result, subject, cause, at });
  }
}

/** What somebody types, and sees what comes of it. */
const byHand: ReadonlySet<string> = new Set(['assign', 'release', 'drill']);

function subjectIn({ name, kind, ip }: Result, addresses: readonly Address[]): Subject {
  const address = addresses.find((one) => one.name === name);
  if (address === undefined) return { name, kind, ip };
  return { ...subjectOf(address), ip: ip ?? address.ip ?? null };
}

/** Ends of runs that went wrong with nothing, or of which another run tells. */
const untold: ReadonlySet<FailureClass> = new Set(['superseded', 'interrupted', 'locked', 'usage']);

interface Failing {
  readonly result: Result;
  readonly subject: Subject;
  readonly cause: string;
  readonly at: number;
}

function ofFailure({ result, subject, cause, at }: Failing): readonly Signal[] {
  const { error, to, kind } = result;
  if (error === undefined || untold.has(error.class)) return [];
  // Nobody was to take it: a look at its cloud has failed.
  if (cause === 'reconcile' && to === null) {
    return [{ type: 'looked', cloud: cloudOf(kind), failure: error, at }];
  }
  return [{ type: 'failed', subject, cause, error, at }];
}
