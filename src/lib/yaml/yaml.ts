import { safeParse } from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';

import { Failure } from '../../ports/failure.ts';
import { excerptOf } from '../excerpt.ts';
import { isRecord } from '../json.ts';
import { withoutSecrets } from '../secret.ts';
import { explainFault, utf16Fault } from './fault.ts';
import type { Fault } from './fault.ts';
import { explainIssue, noMap } from './issue.ts';
import type { Advise, Path, Problem } from './issue.ts';
import { suspectsIn } from './suspects.ts';

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

export interface YamlOptions {
  readonly advise?: Advise;
  /** What is wrong beyond the schema, in a file that the schema has refused: told in the same go. */
  readonly beside?: (plain: unknown) => readonly Problem[];
}

/**
 * Parses YAML against a schema; anchors and merge keys count, and keys at the top that begin with `x-` are
 * a place for anchors. Throws `config` with every problem, each with file and line.
 */
export function parseYaml<S extends GenericSchema>(
  source: YamlSource,
  schema: S,
  { advise, beside = () => [] }: YamlOptions = {},
): YamlFile<InferOutput<S>> {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, merge: true });
  const refuseFaults = (faults: readonly Fault[]): void => {
    if (faults.length > 0) throw refusal(faults, source, lines);
  };
  const refuse = (problems: readonly Problem[]): void =>
    refuseFaults(problems.map((problem) => faultOf(problem, document)));
  const [syntax] = document.errors;
  const fault = utf16Fault(source.text) ?? (syntax && explainFault(source.text, document, syntax));
  if (fault !== undefined) refuseFaults([fault]);
  // What is wrong with how something is written is often why it is not what it should be.
  refuseFaults(suspectsIn(document));
  if (document.contents !== null && !isMap(document.contents)) {
    refuse([{ path: [], text: noMap(document) }]);
  }
  const plain = plainValue(document, (trouble) => refuseFaults([trouble]));
  const parsed = safeParse(schema, plain);
  const context = { document, schema, plain, advise };
  if (parsed.success) return { value: parsed.output, refuse };
  const issues = parsed.issues.map((issue) => explainIssue(issue, context));
  const faults = [...issues, ...beside(plain)].map((problem) => faultOf(problem, document));
  refuseFaults(faults.toSorted((one, other) => one.offset - other.offset));
  throw new Failure('config', `${source.path} cannot be used`);
}

/** Each problem with its line, and the line itself beside it for whoever reads it at a terminal. */
function refusal(
  faults: readonly Fault[],
  { path, text }: YamlSource,
  lines: LineCounter,
): Failure {
  const places = faults.map(({ offset }) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  });
  const told = faults.map(
    ({ sentence }, index) => `${path}:${places[index]?.line ?? 1}: ${withoutSecrets(sentence)}`,
  );
  return new Failure('config', told, { excerpts: places.map((place) => excerptOf(text, place)) });
}

/** The document as plain data. What is wrong with an alias shows only here. */
function plainValue(document: Document, refuse: (fault: Fault) => void): unknown {
  try {
    const plain: unknown = document.toJS() ?? {};
    if (!isRecord(plain)) return plain;
    return Object.fromEntries(Object.entries(plain).filter(([key]) => !key.startsWith('x-')));
  } catch (error) {
    refuse({ offset: 0, sentence: aliasTrouble(error) });
    throw error;
  }
}

function aliasTrouble(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (/merge source/i.test(reason)) return '<< takes the alias of a map, as in <<: *web';
  return /alias count/i.test(reason) ? 'there are too many aliases in this file' : reason;
}

function faultOf({ path, text }: Problem, document: Document): Fault {
  return { offset: offsetOf(document, path), sentence: text };
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
