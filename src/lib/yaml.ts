import { toJsonSchema } from '@valibot/to-json-schema';
import { safeParse } from 'valibot';
import type { BaseIssue, GenericSchema, InferOutput } from 'valibot';
import { isCollection, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';

import { Failure } from '../ports/failure.ts';
import { keysAt } from './json-schema.ts';
import { withoutSecrets } from './secret.ts';

type Path = readonly PropertyKey[];

/** A problem in a file: where, and what was expected there. */
export interface Problem {
  readonly path: Path;
  readonly text: string;
}

/** A parsed file whose problems can be told by line. */
export interface YamlFile<T> {
  readonly value: T;
  /** Throws `config` if there are problems, each on a line of its own: `file:line: text`. */
  refuse(problems: readonly Problem[]): void;
}

export interface YamlSource {
  /** As it is to be named in errors. */
  readonly path: string;
  readonly text: string;
}

/** Parses YAML against a schema. Throws `config` with every problem, each with file and line. */
export function parseYaml<S extends GenericSchema>(
  { path, text }: YamlSource,
  schema: S,
): YamlFile<InferOutput<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const tell = (offset: number, problem: string): string =>
    `${path}:${Math.max(1, lines.linePos(offset).line)}: ${withoutSecrets(problem)}`;
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const [sentence = 'not YAML'] = syntax.message.split(/\n|; please use/);
    throw new Failure('config', tell(syntax.pos[0], sentence.replace(/ at line.*/, '')));
  }
  const refuse = (problems: readonly Problem[]): void => {
    if (problems.length === 0) return;
    const told = problems.map((problem) => tell(offsetOf(document, problem.path), problem.text));
    throw new Failure('config', told);
  };
  if (document.contents !== null && !isMap(document.contents)) {
    refuse([{ path: [], text: 'the file must be a map of keys and values' }]);
  }
  const parsed = safeParse(schema, plainValue(document, path));
  if (parsed.success) return { value: parsed.output, refuse };
  refuse(parsed.issues.map((issue) => explain(issue, { document, schema })));
  throw new Failure('config', `${path} cannot be used`);
}

/** The document as plain data. An alias without its anchor shows only here. */
function plainValue(document: Document, path: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure('config', `${path}: ${withoutSecrets(reason)}`, { cause: error });
  }
}

interface Context {
  readonly document: Document;
  readonly schema: GenericSchema;
}

function explain(issue: BaseIssue<unknown>, { document, schema }: Context): Problem {
  const path = (issue.path ?? []).flatMap(({ key }) => (isKey(key) ? [key] : []));
  if (issue.expected === 'never') return { path, text: unknownKey(path, { document, schema }) };
  const where = nameOf(path, document);
  return { path, text: `${where} must be ${expectation(issue)}: ${currentValue(document, path)}` };
}

function isKey(key: unknown): key is PropertyKey {
  return typeof key === 'string' || typeof key === 'number';
}

function unknownKey(path: Path, { document, schema }: Context): string {
  const parent = path.slice(0, -1);
  const known = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' });
  const node = document.getIn(parent);
  const object: unknown = isNode(node) ? node.toJS(document) : node;
  const expected = keysAt(known, parent, object).join(', ');
  return `unknown key '${String(path.at(-1))}' in ${nameOf(parent, document)}: expected one of ${expected}`;
}

/** Where it stands, and what the item of the list is called that it is in, where that has a name. */
function nameOf(path: Path, document: Document): string {
  if (path.length === 0) return 'the file';
  const item = path.findIndex((key) => typeof key === 'number');
  const name: unknown =
    item < 0 || path.at(-1) === 'name'
      ? undefined
      : document.getIn([...path.slice(0, item + 1), 'name']);
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

/** What stands there now; never a value that may be a secret somebody pasted. */
function currentValue(document: Document, path: Path): string {
  const value: unknown = document.getIn(path);
  if (value === undefined) return 'it is missing';
  if (isCollection(value)) return `current value is ${kindOf(value)}`;
  if (/token|secret|credentials/i.test(String(path.at(-1))))
    return 'its current value is not shown';
  return `current value is ${JSON.stringify(value)}`;
}

function kindOf(value: unknown): string {
  return isMap(value) ? 'a map' : 'a list';
}

/** Where a path stands in the file: its key if there is one, else the closest part that exists. */
function offsetOf(document: Document, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent = document.getIn(path.slice(0, depth - 1), true);
    const key = path[depth - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && item.key.value === key)
      : undefined;
    const node = pair?.key ?? document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
