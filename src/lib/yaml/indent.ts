/** A line that stands where it belongs to nothing. */
export interface Misplaced {
  /** Counts from 0. */
  readonly line: number;
  readonly column: number;
  readonly sentence: string;
}

/** Where the keys of a map, or the hyphens of a list, begin. */
interface Level {
  readonly column: number;
  readonly isList: boolean;
  /** The line that began it, and what stands there. */
  readonly line: number;
  readonly key: string;
}

const entry = /^(?<indent> *)(?<dash>- +)?(?<content>.*)$/;

/**
 * The first line whose indentation fits nothing above it. Goes by lines alone, for files that a parser
 * has given up on; what goes on over several lines in braces or quotes it does not look into.
 */
export function misplacedLine(lines: readonly string[]): Misplaced | undefined {
  let levels: readonly Level[] = [];
  let opensBelow = true;
  let openBrackets = 0;
  for (const [line, text] of lines.entries()) {
    if (isBlank(text)) continue;
    const here = hereIn(line, text);
    if (openBrackets === 0) {
      const outer = levelsAround(here, levels);
      if (!fits(here, outer) && !(opensBelow && columnOf(outer) <= here.indent)) {
        return explain(here, levels);
      }
      levels = [...outer, ...levelsOf(here, outer)];
      opensBelow = /(?::|^-)\s*(?:[&!]\S+\s*)?(?:#.*)?$/.test(text.trim());
    }
    openBrackets = Math.max(0, openBrackets + balanceOf(here.content));
  }
  return undefined;
}

interface Here {
  readonly line: number;
  readonly indent: number;
  /** How wide its hyphen is, with the spaces after it. */
  readonly dash: number;
  readonly isList: boolean;
  readonly content: string;
}

function hereIn(line: number, text: string): Here {
  const { indent = '', dash = '', content = '' } = entry.exec(text)?.groups ?? {};
  const isList = dash !== '' || content === '-';
  return { line, indent: indent.length, dash: dash.length, isList, content };
}

/** What is still open at a line: all that begins no further right. */
function levelsAround({ indent, isList }: Here, levels: readonly Level[]): readonly Level[] {
  const around = levels.filter(({ column }) => column <= indent);
  const [outer, inner] = around.slice(-2);
  // A key ends a list whose hyphens stand right below the key before it.
  const endsList = !isList && inner?.isList === true && outer?.column === inner.column;
  return endsList ? around.slice(0, -1) : around;
}

function fits({ indent, isList }: Here, levels: readonly Level[]): boolean {
  const inner = levels.at(-1);
  return inner?.column === indent && inner.isList === isList;
}

function columnOf(levels: readonly Level[]): number {
  return levels.at(-1)?.column ?? -1;
}

/** What a line begins: what it stands in, where that is new, and a map behind its hyphen. */
function levelsOf(here: Here, outer: readonly Level[]): readonly Level[] {
  const { line, indent, dash, isList, content } = here;
  const key = /^[^:]{0,40}/.exec(content)?.[0] ?? '';
  const own = fits(here, outer) ? [] : [{ column: indent, isList, line, key }];
  const hasMap = dash > 0 && /^[^{['"]*:(?:\s|$)/.test(content);
  return hasMap ? [...own, { column: indent + dash, isList: false, line, key }] : own;
}

/** Says where it would have to begin: with the nearest of its sort above it. */
function explain({ line, indent, isList }: Here, levels: readonly Level[]): Misplaced {
  const told = (sentence: string): Misplaced => ({ line, column: indent, sentence });
  const alike = levels.filter((level) => level.isList === isList);
  const away = ({ column }: Level): number => Math.abs(column - indent);
  const [nearest] = alike.toSorted(
    (one, other) => away(one) - away(other) || other.line - one.line,
  );
  if (nearest === undefined) return told(isList ? strayList : unclear);
  const like = isList ? 'the hyphen' : `'${nearest.key}'`;
  const is = indent === 0 ? 'is not indented' : `is indented by ${spaces(indent)}`;
  const should =
    nearest.column === 0
      ? 'begin it in the first column'
      : `indent it by ${spaces(nearest.column)}`;
  return told(`this line ${is}: ${should}, like ${like} in line ${nearest.line + 1}`);
}

const strayList =
  'a list begins here in the middle of other keys: put a hyphen in front of the first of them as well';

/** What to say where nothing better is known. */
export const unclear =
  'this line does not fit the lines above it: keys of one map, and the hyphens of one list, have to begin in the same column, with spaces';

function spaces(count: number): string {
  return count === 1 ? '1 space' : `${count} spaces`;
}

function isBlank(text: string): boolean {
  return /^\s*(?:#.*)?$/.test(text) || /^(?:---|\.\.\.)/.test(text);
}

/** How many more brackets a line opens than it closes. */
function balanceOf(content: string): number {
  const bare = content.replaceAll(/"[^"]*"|'[^']*'|\s#.*$/g, '');
  return (bare.match(/[{[]/g) ?? []).length - (bare.match(/[}\]]/g) ?? []).length;
}
