import type { Trouble } from '../core/alert.ts';
import { isRecord, parseJson } from '../lib/json.ts';
import type { About, Facts } from './alert.ts';

/** A trouble that lasts, or may turn out to be one. */
export interface Condition {
  readonly kind: Trouble;
  /** How it was found, where one kind of trouble is found in several ways. */
  readonly why?: Reason;
  readonly about: About;
  /** The instance whose MASTER has this trouble: over, once this node is not MASTER. */
  readonly follow?: string;
  readonly since: number;
  /** When it was seen last. */
  readonly lastAt: number;
  /** How often it was seen. */
  readonly looks: number;
  /** Its episode, once people were told of it. */
  readonly episode?: string;
  readonly facts: Facts;
}

/** Another node takes the address; another node claims to be MASTER; a `vip` is here. */
export type Reason = 'taken' | 'told' | 'vip';

/** What was told of an address that has moved. */
export interface Move {
  readonly from: string | null;
  readonly to: string | null;
  readonly at: number;
  /** The instance whose MASTER holds the address. */
  readonly follow?: string;
}

/** All that has to be remembered so that people are told of everything once. */
export interface Book {
  readonly conditions: Readonly<Record<string, Condition>>;
  /** The latest takeover of each address, while nothing has come in between. */
  readonly moves: Readonly<Record<string, Move>>;
  /** When a node of lower priority was last heard, by instance. */
  readonly rivals: Readonly<Record<string, readonly number[]>>;
  /** When an address was released by hand. */
  readonly released: Readonly<Record<string, number>>;
}

export const emptyBook: Book = { conditions: {}, moves: {}, rivals: {}, released: {} };

/** Whoever wrote one part of it wrote all of it in the same go. */
export function parseBook(text: string | undefined): Book {
  const value = parseJson(text ?? '');
  return isBook(value) ? value : emptyBook;
}

function isBook(value: unknown): value is Book {
  return (
    isRecord(value) &&
    ['conditions', 'moves', 'rivals', 'released'].every((part) => isRecord(value[part]))
  );
}
