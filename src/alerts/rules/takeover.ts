import type { Casebook } from '../casebook.ts';
import type { Signal } from '../signal.ts';
import { aboutAddress } from './about-address.ts';
import { failureFacts } from './failure-facts.ts';

type Of<T extends Signal['type']> = Extract<Signal, { readonly type: T }>;

/** Two processes that took the same address at the same time have both seen it come. */
const sameMoveMs = 120_000;

/** An address has come to a node. */
export function noteMoved(signal: Of<'moved'>, casebook: Casebook): void {
  const { subject, from, to, names, durationMs, cause, at } = signal;
  const about = aboutAddress(subject);
  const own = casebook.about(about);
  // Of an address that goes to and fro, people know, and hear when it is over.
  const isFoughtOver = own.some(({ kind, episode }) => episode !== undefined && isContest(kind));
  const last = casebook.moves.get(subject.name);
  const isSame = last?.from === from && last.to === to && Math.abs(at - last.at) < sameMoveMs;
  if (from !== to && !isFoughtOver && !isSame) {
    const facts = { from, to, names, durationMs, cause };
    casebook.tell({ kind: 'taken-over', about, facts }, at);
    const { follow } = subject;
    casebook.moves.set(subject.name, { from, to, at, ...(follow === undefined ? {} : { follow }) });
  }
  const isOver = own.filter(({ kind }) => endsWithMove(kind));
  casebook.end(isOver, at, { because: 'moved', to, names });
}

function isContest(kind: string): boolean {
  return kind === 'contested' || kind === 'split-brain';
}

function endsWithMove(kind: string): boolean {
  return kind === 'failed' || kind === 'idle';
}

/** An address is where it should be. */
export function noteHeld({ subject, at }: Of<'held'>, casebook: Casebook): void {
  const own = casebook.about(aboutAddress(subject));
  casebook.end(
    own.filter(({ kind }) => endsWithMove(kind)),
    at,
  );
}

/** An address could not be taken. */
export function noteFailed(signal: Of<'failed'>, casebook: Casebook): void {
  const { subject, cause, error, at } = signal;
  const facts = { cause, ...failureFacts(error) };
  const about = aboutAddress(subject);
  casebook.find({ kind: 'failed', about, follow: subject.follow, facts }, at);
}
