import type { Condition } from '../book.ts';
import type { Casebook } from '../casebook.ts';
import type { Signal, Subject } from '../signal.ts';
import { aboutAddress } from './about-address.ts';
import { isOfMaster } from './role.ts';

type Seen = Extract<Signal, { readonly type: 'seen' }>;

/** What a look at an address says of it. */
export function noteSight(signal: Seen, casebook: Casebook): void {
  const { subject, sight, at } = signal;
  const own = casebook.about(aboutAddress(subject));
  const isWell = sight.isHere && !sight.isContested;
  if (sight.isOurs && isWell) casebook.end(own.filter(isOfMaster), at);
  if (!sight.isOurs) casebook.end(own.filter(isOfMaster), at, { because: 'not-ours' });
  noteIdle(signal, own, casebook);
  if (sight.isStray) noteStray(subject, at, casebook);
  else
    casebook.end(
      own.filter(({ why }) => why === 'vip'),
      at,
    );
}

/** As long as it may take another host to notice, and to take it in two steps. */
const idleLooks = 3;
/** An operator who releases an address means it, and may forget it. */
const releasedMs = 3_600_000;

function noteIdle(
  { subject, sight, at }: Seen,
  own: readonly Condition[],
  casebook: Casebook,
): void {
  const { owner, pending, attachment } = sight.reading;
  const isLoose = attachment?.state === 'loose';
  const isIdle = owner.state === 'free' || isLoose;
  if (!isIdle) {
    casebook.released.delete(subject.name);
    casebook.end(
      own.filter(({ kind }) => kind === 'idle'),
      at,
    );
    return;
  }
  const releasedAt = casebook.released.get(subject.name);
  const isMeant = releasedAt !== undefined && at - releasedAt < releasedMs;
  // That it could not be taken says it already.
  const isKnown = own.some(({ kind, episode }) => kind === 'failed' && episode !== undefined);
  if (pending || isMeant || isKnown) return;
  const forMs = (idleLooks - 1) * casebook.intervalMs;
  const about = aboutAddress(subject);
  casebook.find({ kind: 'idle', about, facts: { isLoose } }, at, { forMs, looks: 2 });
}

/** keepalived tells of a change before it has changed the interface. */
const strayPatience = { forMs: 1000, looks: 2 };

/** An IP that keepalived puts on a MASTER is here, and this node is none. */
export function noteStray(subject: Subject, at: number, casebook: Casebook): void {
  const { vip } = subject;
  if (vip === undefined) return;
  const about = aboutAddress(subject);
  casebook.find({ kind: 'split-brain', why: 'vip', about, facts: { vip } }, at, strayPatience);
}
