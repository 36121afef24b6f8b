import { isRecord } from '../../lib/json.ts';

/** What an answer looks like, without what it says: where which types are, and the words that name a state. */
export interface Shape {
  /** By path, such as `action.status` or `items[].ip`. */
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  /** What was said where a status, a type or a code stands. */
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Gathers the shapes of many answers into one. */
export interface ShapeBook extends Shape {
  add(body: unknown): void;
}

/** Keys below it are the operator's own. */
const ownKeys = /^(?:labels|tags|tag_?set|metadata|annotations)$/i;
const stateKey = /(?:status|state|type|code|command)$/i;
/** A word of an API, and neither an id nor a secret. */
const word = /^[A-Za-z][A-Za-z]*(?:[._ -]?[A-Za-z]+)*\d{0,2}$/;
const mostWordLength = 64;
const mostDepth = 12;
/** More than that an answer does not have; a hostile one has no end of them. */
const mostPaths = 500;
const mostWords = 50;

export function createShapeBook(hush: (text: string) => string): ShapeBook {
  const types = new Map<string, Set<string>>();
  const words = new Map<string, Set<string>>();
  const walk = (value: unknown, path: string, depth: number): void => {
    note(types, path, typeOf(value));
    if (depth > mostDepth) return;
    if (Array.isArray(value)) for (const item of value) walk(item, `${path}[]`, depth + 1);
    if (!isRecord(value)) return;
    const isOwn = ownKeys.test(lastOf(path));
    for (const [key, below] of Object.entries(value)) {
      const name = isOwn ? '{}' : nameOf(key, hush);
      const at = path === '' ? name : `${path}.${name}`;
      walk(below, at, depth + 1);
      if (typeof below === 'string' && stateKey.test(name)) note(words, at, wordOf(below, hush));
    }
  };
  return { types, words, add: (body) => walk(body, '', 0) };
}

function note(book: Map<string, Set<string>>, path: string, value: string): void {
  const known = book.get(path);
  if (known === undefined) {
    if (book.size < mostPaths) book.set(path, new Set([value]));
  } else if (known.size < mostWords) known.add(value);
}

function lastOf(path: string): string {
  return /[^.[\]]*(?=(?:\[\])*$)/.exec(path)?.[0] ?? '';
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** An id or an IP as a key says nothing, and may say too much. */
function nameOf(key: string, hush: (text: string) => string): string {
  return isWord(key) && hush(key) === key ? key : '{}';
}

function wordOf(text: string, hush: (text: string) => string): string {
  return isWord(text) && hush(text) === text ? text : 'something else';
}

function isWord(text: string): boolean {
  return text.length <= mostWordLength && word.test(text);
}
