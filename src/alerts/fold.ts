import type { Alert } from './alert.ts';
import type { Book } from './book.ts';
import { Casebook } from './casebook.ts';
import type { Origin } from './casebook.ts';
import { bound } from './forget.ts';
import { noteCheck } from './rules/check.ts';
import { noteCloud, noteSilence } from './rules/cloud.ts';
import { noteLost } from './rules/loss.ts';
import { noteRole, noteTime } from './rules/role.ts';
import { noteSight, noteStray } from './rules/sight.ts';
import { noteFailed, noteHeld, noteMoved } from './rules/takeover.ts';
import type { Signal } from './signal.ts';

export interface Folded {
  readonly book: Book;
  /** What people have to be told now, oldest first. */
  readonly alerts: readonly Alert[];
}

/** What is to be told of what has happened, given what was told before. */
export function fold(book: Book, signals: readonly Signal[], origin: Origin): Folded {
  const casebook = new Casebook(book, origin);
  for (const signal of signals) note(signal, casebook);
  bound(casebook);
  return { book: casebook.book(), alerts: casebook.alerts };
}

function note(signal: Signal, casebook: Casebook): void {
  switch (signal.type) {
    case 'moved':
      return noteMoved(signal, casebook);
    case 'held':
      return noteHeld(signal, casebook);
    case 'released':
      return void casebook.released.set(signal.subject.name, signal.at);
    case 'failed':
      return noteFailed(signal, casebook);
    case 'lost':
      return noteLost(signal, casebook);
    case 'told':
      return noteRole(signal, casebook);
    case 'seen':
      return noteSight(signal, casebook);
    case 'stray':
      return noteStray(signal.subject, signal.at, casebook);
    case 'looked':
      return noteCloud(signal, casebook);
    case 'checked':
      return noteCheck(signal, casebook);
    default:
      noteSilence(signal.at, casebook);
      return noteTime(signal.at, casebook);
  }
}
