import { isScalar, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';

import { misplacedLine, unclear } from './indent.ts';
import { oddCharacterIn } from './odd-characters.ts';
import { slipIn } from './slip.ts';

/** What is wrong with a text that is not YAML, in words for whoever wrote it. */
export interface Fault {
  readonly offset: number;
  readonly sentence: string;
}

interface Broken {
  readonly text: string;
  readonly lines: readonly string[];
  readonly document: Document;
  readonly error: YAMLError;
}

/** Explains the first error of a parser: it speaks of what it expected, not of what was meant. */
export function explainFault(text: string, document: Document, error: YAMLError): Fault {
  const broken = { text, lines: text.split('\n'), document, error };
  for (const explanation of explanations) {
    const fault = explanation(broken);
    if (fault !== undefined) return fault;
  }
  return { offset: error.pos[0], sentence: unclear };
}

type Explanation = (broken: Broken) => Fault | undefined;

/** The surest first. */
const explanations: readonly Explanation[] = [
  strangeEncoding,
  mergeConflict,
  tab,
  duplicateKey,
  severalDocuments,
  oddCharacter,
  openQuote,
  openBracket,
  strayBracket,
  quoteInQuotes,
  reservedStart,
  badEscape,
  lineFault,
  misplacement,
];

export const notUtf8 = 'the file is not in UTF-8: save it as UTF-8';

/** How editors of Windows save a file that they call Unicode: to a parser, text with odd characters. */
export function utf16Fault(text: string): Fault | undefined {
  const offset = text.indexOf('\0');
  return offset < 0 ? undefined : { offset, sentence: notUtf8 };
}

function strangeEncoding({ text }: Broken): Fault | undefined {
  const offset = text.indexOf('\uFFFD');
  return offset < 0 ? undefined : { offset, sentence: notUtf8 };
}

function mergeConflict({ text }: Broken): Fault | undefined {
  const offset = text.search(/^(?:<{7}|={7}|>{7})(?: |$)/m);
  if (offset < 0) return undefined;
  return { offset, sentence: 'git left a merge conflict here: keep one side and remove the marks' };
}

function tab({ error: { code, pos }, text }: Broken): Fault | undefined {
  const offset = text.indexOf('\t', text.lastIndexOf('\n', pos[0]) + 1);
  if (code !== 'TAB_AS_INDENT') return undefined;
  return {
    offset: offset < 0 ? pos[0] : offset,
    sentence: 'this line is indented by a tab: use spaces instead, YAML takes no tabs there',
  };
}

function duplicateKey({ error: { code, pos }, document, text }: Broken): Fault | undefined {
  if (code !== 'DUPLICATE_KEY') return undefined;
  const [offset] = pos;
  let sentence = 'this key is given twice: remove one of them';
  visit(document, {
    Map(_key, map) {
      const keys = map.items.flatMap(({ key }) => (isScalar(key) ? [key] : []));
      const again = keys.find(({ range }) => range?.[0] === offset);
      const first = keys.find(({ value }) => value === again?.value)?.range?.[0];
      if (again === undefined || first === undefined) return undefined;
      sentence = `'${String(again.value)}' is given twice: it stands in line ${lineOf(text, first)} already, remove one of them`;
      return visit.BREAK;
    },
  });
  return { offset, sentence };
}

function severalDocuments({ error: { code, pos } }: Broken): Fault | undefined {
  if (code !== 'MULTIPLE_DOCS') return undefined;
  const sentence = 'a second document begins here: the file has to be one, remove this ---';
  return { offset: pos[0], sentence };
}

/** In the lines that the parser was at, and in the one before, without what is a comment. */
function oddCharacter({ error: { pos }, lines, text }: Broken): Fault | undefined {
  const last = Math.min(lineOf(text, pos[1]), lines.length);
  for (let line = Math.max(1, lineOf(text, pos[0]) - 1); line <= last; line += 1) {
    const bare = (lines[line - 1] ?? '').replace(/(?:^|\s)#.*$/, '');
    const found = oddCharacterIn(bare);
    if (found !== undefined) {
      return { offset: startOf(text, line) + found.at, sentence: found.advice };
    }
  }
  return undefined;
}

function openQuote({ error: { code, pos, message }, document }: Broken): Fault | undefined {
  if (code !== 'MISSING_CHAR' || !message.startsWith('Missing closing')) return undefined;
  let offset = pos[0];
  visit(document, {
    Scalar(_key, { type, range }) {
      if (type?.startsWith('QUOTE') !== true || range === undefined || range === null) return;
      if (range[0] <= pos[0] && range[1] >= pos[0] - 1) [offset] = range;
    },
  });
  return { offset, sentence: 'the quote that opens here is never closed: close it' };
}

const opening: Readonly<Record<string, string>> = { '}': '{', ']': '[' };

function openBracket({ error, document, text }: Broken): Fault | undefined {
  const [, closes = ''] =
    /^.*must (?:be sufficiently indented and )?end with a ([\]}])/.exec(error.message) ?? [];
  const opens = opening[closes];
  if (opens === undefined) return undefined;
  const [at] = error.pos;
  let offset = at;
  visit(document, {
    Collection(_key, { flow, range }) {
      if (flow !== true || range === undefined || range === null) return;
      if (range[0] <= at && text[range[0]] === opens) [offset] = range;
    },
  });
  const [opened = ''] = text.slice(offset).split('\n');
  const comment = opened.search(/\s#[^\n]*[\]}]/);
  if (comment >= 0) {
    const sentence = `what follows # is a comment, and the ${closes} in it closes nothing: put quotes around it`;
    return { offset: offset + comment + 1, sentence };
  }
  const found = text[at] ?? '';
  const where = closes !== found && /[\]}]/.test(found) ? `in place of ${found}` : 'where it ends';
  const sentence = `the ${opens} that opens here is not closed: put ${closes} ${where}, and indent what is in it`;
  return { offset, sentence };
}

function strayBracket({ error: { message, pos }, text }: Broken): Fault | undefined {
  const character = text[pos[0]] ?? '';
  if (!/flow-(?:map|seq)-end/.test(message) || character === '') return undefined;
  return { offset: pos[0], sentence: `there is one ${character} too many here: remove it` };
}

/** `'O'Brien'` */
function quoteInQuotes({ error: { message, pos }, text }: Broken): Fault | undefined {
  const quote = text.slice(0, pos[0]).trimEnd().at(-1);
  if (!/^Unexpected .* at node end/.test(message) || (quote !== "'" && quote !== '"')) {
    return undefined;
  }
  const other = quote === "'" ? '"' : "'";
  const sentence = `the quotes end before this: put the whole value between ${other}…${other} instead`;
  return { offset: pos[0], sentence };
}

function reservedStart({ error: { code, pos }, text }: Broken): Fault | undefined {
  if (code !== 'BAD_SCALAR_START') return undefined;
  const character = text[pos[0]] ?? '';
  return { offset: pos[0], sentence: `a value that begins with ${character} needs quotes` };
}

function badEscape({ error: { code, pos } }: Broken): Fault | undefined {
  if (code !== 'BAD_DQ_ESCAPE') return undefined;
  const sentence =
    'a backslash means something else between double quotes: use single quotes instead';
  return { offset: pos[0], sentence };
}

/** Looks at the lines that the parser was at. */
function lineFault({ lines, text, error: { pos } }: Broken): Fault | undefined {
  const last = Math.min(lineOf(text, Math.max(pos[0], pos[1] - 1)), lines.length);
  for (let line = lineOf(text, pos[0]); line <= last; line += 1) {
    const slip = slipIn(lines[line - 1] ?? '');
    if (slip !== undefined)
      return { offset: startOf(text, line) + slip.at, sentence: slip.sentence };
  }
  return undefined;
}

function misplacement({ lines, text }: Broken): Fault | undefined {
  const found = misplacedLine(lines);
  if (found === undefined) return undefined;
  return { offset: startOf(text, found.line + 1) + found.column, sentence: found.sentence };
}

/** Counts from 1. */
function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function startOf(text: string, line: number): number {
  let offset = 0;
  for (let count = 1; count < line; count += 1) offset = text.indexOf('\n', offset) + 1;
  return offset;
}
