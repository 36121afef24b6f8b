import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import * as z from 'zod/mini';

import { Failure } from '../ports/failure.ts';
import { keysAt } from './json-schema.ts';

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
export function parseYaml<S extends z.ZodMiniType>(
  { path, text }: YamlSource,
  schema: S,
): YamlFile<z.output<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const [sentence = 'not YAML'] = syntax.message.split('\n');
    throw new Failure(
      'config',
      `${path}:${lineAt(syntax.pos[0])}: ${sentence.replace(/ at line.*/, '')}`,
    );
  }
  const refuse = (problems: readonly Problem[]): void => {
    if (problems.length === 0) return;
    const told = problems.map(
      (problem) => `${path}:${lineAt(offsetOf(document, problem.path))}: ${problem.text}`,
    );
    throw new Failure('config', told.join('\n'));
  };
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) return { value: parsed.data, refuse };
  refuse(parsed.error.issues.flatMap((issue) => explain(issue, { document, schema })));
  throw parsed.error;
}

interface Context {
  readonly document: Document;
  readonly schema: z.ZodMiniType;
}

function explain(issue: z.core.$ZodIssue, { document, schema }: Context): readonly Problem[] {
  const { path } = issue;
  const where = path.length === 0 ? 'the file' : path.join('.');
  const got = currentValue(document, path);
  if (issue.code === 'unrecognized_keys') {
    const expected = keysAt(z.toJSONSchema(schema, { io: 'input' }), path).join(', ');
    return issue.keys.map((key) => ({
      path: [...path, key],
      text: `unknown key '${key}' in ${where}: expected one of ${expected}`,
    }));
  }
  return [{ path, text: `${where} must be ${expectation(issue)}: ${got}` }];
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `of type ${issue.expected}`;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_union' && 'options' in issue) {
    return `one of ${(issue.options as unknown[]).map(String).join(', ')}`;
  }
  return issue.message;
}

/** What stands there now; never a value that may be a secret somebody pasted. */
function currentValue(document: Document, path: Path): string {
  const value: unknown = document.getIn(path);
  if (value === undefined) return 'it is missing';
  if (/token|secret/i.test(String(path.at(-1)))) return 'its current value is not shown';
  const text = isNode(value) ? 'a map or list' : JSON.stringify(value);
  return `current value is ${text}`;
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
