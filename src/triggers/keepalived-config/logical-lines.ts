import type { ConfigFiles } from './config-files.ts';
import { createDefinitions } from './definitions.ts';
import type { Definitions } from './definitions.ts';
import type { Position, Problem } from './position.ts';
import { withoutComment } from './without-comment.ts';

/** What is left of a line that counts on this host: words, or one brace. */
export interface LogicalLine {
  readonly text: string;
  readonly at: Position;
}

export interface LineSource {
  readonly files: ConfigFiles;
  /** What keepalived was started with as `--config-id`, by default the name of the host up to its first dot. */
  readonly configId: string;
}

export interface LinesRead {
  readonly lines: readonly LogicalLine[];
  /** Every file that was read, in order. */
  readonly paths: readonly string[];
  readonly problems: readonly Problem[];
}

/** The lines of a config and of all that it includes, as `read_line` of keepalived 2.2.7 gets them (lib/parser.c). */
export function logicalLines(path: string, source: LineSource): LinesRead {
  const reading = { lines: [], paths: [], problems: [] };
  const reader = { ...source, reading, definitions: createDefinitions() };
  readFile({ path, at: { file: path, line: 0 } }, reader);
  return reading;
}

interface Reader extends LineSource {
  readonly reading: {
    readonly lines: LogicalLine[];
    readonly paths: string[];
    readonly problems: Problem[];
  };
  readonly definitions: Definitions;
}

interface Inclusion {
  readonly path: string;
  readonly at: Position;
}

function readFile({ path, at }: Inclusion, reader: Reader): void {
  const { files, reading } = reader;
  if (reading.paths.length >= maxFiles) {
    reading.problems.push({ at, message: `More than ${maxFiles} files: one may include itself` });
    return;
  }
  const text = textOf(path, files);
  if (text instanceof Error) {
    reading.problems.push({ at, message: `Cannot read ${path}: ${text.message}` });
    return;
  }
  reading.paths.push(path);
  for (const [index, line] of text.split('\n').entries()) {
    takeLine(withoutComment(line), { file: path, line: index + 1 }, reader);
  }
}

const maxFiles = 500;

function textOf(path: string, files: ConfigFiles): string | Error {
  try {
    return files.read(path);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function takeLine(line: string, at: Position, reader: Reader): void {
  let rest = line;
  while (rest !== '') {
    const own = ofThisHost(rest, reader.configId);
    if (own === undefined || reader.definitions.define(own)) return;
    const [first = '', ...others] = reader.definitions.expand(own);
    if (others.length > 0) {
      for (const part of [first, ...others]) takeLine(withoutComment(part), at, reader);
      return;
    }
    if (takeDirective(first, at, reader)) return;
    const [head, tail] = cutAtBrace(first);
    if (head !== '') reader.reading.lines.push({ text: head, at });
    rest = tail;
  }
}

/** `@id` in front of a line keeps it for one host, and `@^id` from it; a second one is not looked at. */
function ofThisHost(line: string, configId: string): string | undefined {
  if (!line.startsWith('@')) return line;
  const [, not, id, rest] = /^@(\^?)(\S*)[ \t]+(.*)$/.exec(line) ?? [];
  if (rest === undefined) return undefined;
  return (id === configId) === (not === '') ? rest : undefined;
}

/** Whether a line is not one of the config itself. */
function takeDirective(line: string, at: Position, reader: Reader): boolean {
  if (/^~(?:SEQ|LST)/.test(line)) {
    reader.reading.problems.push({
      at,
      message: `Lines that a sequence makes are not looked at: ${line}`,
    });
    return true;
  }
  const [, pattern] = /^include[rmwba]?\s+(.*)$/.exec(line) ?? [];
  if (pattern === undefined) return false;
  include(pattern.replaceAll('"', '').trim(), at, reader);
  return true;
}

function include(pattern: string, at: Position, reader: Reader): void {
  const folder = at.file.slice(0, Math.max(0, at.file.lastIndexOf('/'))) || '.';
  const paths = reader.files.match(pattern, folder);
  if (paths.length === 0) {
    reader.reading.problems.push({ at, message: `No file is there to include: ${pattern}` });
  }
  for (const path of paths) readFile({ path, at }, reader);
}

/** What stands before the next brace outside of double quotes, or that brace; and the rest. */
function cutAtBrace(line: string): readonly [string, string] {
  if (/^[{}]/.test(line)) return [line.slice(0, 1), line.slice(1).trim()];
  const [head = ''] = /^(?:[^{}"]|"[^"]*"|"[^"]*$)*/.exec(line) ?? [];
  return [head.trim(), line.slice(head.length).trim()];
}
