import type { Casebook } from '../casebook.ts';
import type { Signal } from '../signal.ts';
import { aboutAddress } from './about-address.ts';

/** Once may be somebody's hand in the console. Whoever takes it again believes to be MASTER. */
const splitAfter = 2;

/** Somebody took an address while this node was to hold it. */
export function noteLost(
  { subject, by, losses, at }: Extract<Signal, { readonly type: 'lost' }>,
  casebook: Casebook,
): void {
  casebook.moves.delete(subject.name);
  const found = { about: aboutAddress(subject), follow: subject.follow, facts: { by, losses } };
  if (by === null || losses < splitAfter) casebook.find({ ...found, kind: 'contested' }, at);
  else casebook.find({ ...found, kind: 'split-brain', why: 'taken' }, at);
}
