import { toJsonSchema } from '@valibot/to-json-schema';
import type { BaseIssue, GenericSchema } from 'valibot';
import { isScalar, isSeq } from 'yaml';
import type { Document } from 'yaml';

import { nearName } from '../../core/near-name.ts';
import { keysAt } from '../json-schema.ts';
import { isRecord } from '../json.ts';
import { emptiedBy } from './empty.ts';

export type Path = readonly PropertyKey[];

/** A problem in a file: where, and what was expected there. */
export interface Problem {
  readonly path: Path;
  readonly text: string;
}

/** Something in a file that is not what it should be. */
export interface Unfit {
  readonly path: Path;
  readonly value: unknown;
  /** The map that it is in. */
  readonly beside: Readonly<Record<string, unknown>>;
}

/** Says what to write instead, where that can be told. */
export type Advise = (unfit: Unfit) => string | undefined;

export interface IssueContext {
  readonly document: Document;
  readonly schema: GenericSchema;
  /** The document as plain data. */
  readonly plain: unknown;
  readonly advise: Advise | undefined;
}

/** What a schema found, in words for whoever wrote the file. */
export function explainIssue(issue: BaseIssue<unknown>, context: IssueContext): Problem {
  const path = (issue.path ?? []).flatMap(({ key }) => (isKey(key) ? [key] : []));
  if (issue.expected === 'never') return { path, text: unknownKey(path, context) };
  const text = `${nameOf(path, context)} must be ${expectation(issue)}: ${currentValue(path, context)}`;
  const advice = adviceForEmpty(path, context) ?? adviceFor(path, issue, context);
  return { path, text: advice === undefined ? text : `${text}; ${advice}` };
}

/** What to say of a file that is no map at all. */
export function noMap({ contents }: Document): string {
  const text = 'the file must be a map of keys and values';
  if (isSeq(contents)) return `${text}: put a key in front of the list, as in 'addresses:'`;
  const [, key] = /^([A-Za-z]\w*)\s*=/.exec(isScalar(contents) ? String(contents.value) : '') ?? [];
  return key === undefined ? text : `${text}: write '${key}: …' instead of '${key} = …'`;
}

function isKey(key: unknown): key is PropertyKey {
  return typeof key === 'string' || typeof key === 'number';
}

function unknownKey(path: Path, context: IssueContext): string {
  const parent = path.slice(0, -1);
  // To valibot a list is an object whose keys nobody knows.
  if (Array.isArray(valueAt(context.plain, parent))) {
    return `${nameOf(parent, context)} must be a map: current value is a list; leave the hyphen out`;
  }
  const known = toJsonSchema(context.schema, { typeMode: 'input', errorMode: 'ignore' });
  const keys = keysAt(known, parent, valueAt(context.plain, parent));
  const key = String(path.at(-1));
  const text = `unknown key '${key}' in ${nameOf(parent, context)}: expected one of ${keys.join(', ')}`;
  const [, before] = /^([A-Za-z]+):/.exec(key) ?? [];
  if (before !== undefined) return `${text}; put a space after the colon: '${before}: …'`;
  const meant = nearName(key, keys);
  return meant === undefined ? text : `${text}; did you mean ${meant}?`;
}

/** Where it stands, and what the item of the list is called that it is in, where that has a name. */
function nameOf(path: Path, { plain }: IssueContext): string {
  if (path.length === 0) return 'the file';
  const item = path.findIndex((key) => typeof key === 'number');
  const name: unknown =
    item < 0 || path.at(-1) === 'name'
      ? undefined
      : valueAt(plain, [...path.slice(0, item + 1), 'name']);
  return typeof name === 'string' ? `${path.join('.')} (${name})` : path.join('.');
}

const plainTypes: Readonly<Record<string, string>> = {
  Object: 'a map',
  Array: 'a list',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
};

function expectation({ kind, expected, message, path }: BaseIssue<unknown>): string {
  // Valibot's own messages begin with Invalid; what does not was written for this place.
  if (kind === 'validation' || !message.startsWith('Invalid')) return message;
  const plain = plainTypes[expected ?? ''];
  if (plain !== undefined) return plain;
  if (expected === `"${String(path?.at(-1)?.key)}"`) return 'there';
  return `one of ${(expected ?? '').replaceAll(/[()"]/g, '').replaceAll(' | ', ', ')}`;
}

const mayBeSecret = /token|secret|credentials/i;

/** What stands there now; never a value that may be a secret somebody pasted. */
function currentValue(path: Path, { plain, document }: IssueContext): string {
  const value = valueAt(plain, path);
  if (value === undefined) return 'it is missing';
  if (value === null) {
    const emptied = emptiedBy(document.getIn(path, true));
    return emptied === undefined ? 'it is empty' : `it is empty, as ${emptied.why}`;
  }
  if (Array.isArray(value)) return 'current value is a list';
  if (isRecord(value)) return 'current value is a map';
  if (mayBeSecret.test(String(path.at(-1)))) return 'its current value is not shown';
  return `current value is ${typeof value === 'string' ? JSON.stringify(value) : writtenAt(path, value, document)}`;
}

/** As it is written: 010 and 1e3 are numbers that nobody would know again. */
function writtenAt(path: Path, value: unknown, document: Document): string {
  const node: unknown = document.getIn(path, true);
  return isScalar(node) ? (node.source ?? String(value)) : String(value);
}

function adviceForEmpty(path: Path, { document }: IssueContext): string | undefined {
  if (mayBeSecret.test(path.join('.'))) return undefined;
  const emptied = emptiedBy(document.getIn(path, true));
  return emptied && `put it in quotes if it is a name: '${emptied.meant}'`;
}

function adviceFor(
  path: Path,
  { expected, message }: BaseIssue<unknown>,
  { plain, document, advise }: IssueContext,
): string | undefined {
  const value = valueAt(plain, path);
  if (value === undefined || mayBeSecret.test(path.join('.'))) return undefined;
  const beside = valueAt(plain, path.slice(0, -1));
  const advice = advise?.({ path, value, beside: isRecord(beside) ? beside : {} });
  if (advice !== undefined) return advice;
  if (expected === 'Array' && isRecord(value)) return 'begin each item of it with a hyphen';
  // Other messages say how it is written.
  if (expected !== 'string' || !message.startsWith('Invalid')) return undefined;
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  return `put it in quotes: '${writtenAt(path, value, document)}'`;
}

function valueAt(plain: unknown, path: Path): unknown {
  let value = plain;
  for (const key of path) {
    if (Array.isArray(value) && typeof key === 'number') value = value[key];
    else value = isRecord(value) ? value[String(key)] : undefined;
  }
  return value;
}
