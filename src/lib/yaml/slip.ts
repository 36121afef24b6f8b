/** What is wrong within a line, and where. */
export interface Slip {
  readonly at: number;
  readonly sentence: string;
}

interface Rule {
  /** Its first group stands before the place that is pointed at. */
  readonly pattern: RegExp;
  readonly sentence: (found: RegExpExecArray) => string;
}

/** A slip of the pen in a line that a parser could make nothing of. */
export function slipIn(line: string): Slip | undefined {
  for (const { pattern, sentence } of rules) {
    const found = pattern.exec(line);
    if (found !== null) return { at: (found[1] ?? '').length, sentence: sentence(found) };
  }
  return undefined;
}

/** The surest first. */
const rules: readonly Rule[] = [
  {
    pattern: /^(\s*)[*+•]\s/,
    sentence: () => 'an item of a list begins with a hyphen and a space: write - instead',
  },
  {
    pattern: /^(\s*(?:- +)?["']?[A-Za-z]\w*["']?:)(?=[^\s/])/,
    sentence: () => 'there has to be a space after the colon',
  },
  {
    pattern: /^(\s*-)(?=[A-Za-z{["'])/,
    sentence: () => 'there has to be a space after the hyphen',
  },
  {
    pattern: /^(\s*(?:- +)?\w+: +)- /,
    sentence: () => 'a list has to begin on a line of its own: put the hyphen there',
  },
  {
    pattern: /^(\s*(?:- +)?\w+: +)[|>]\w/,
    sentence: () => 'a value that begins with | or > needs quotes',
  },
  {
    pattern: /^(\s*(?:- +)?(?:\w+: +)?)\(.*:/,
    sentence: () => 'a map stands in braces: write { … } instead of ( … )',
  },
  {
    pattern: /^([^#]*[{,][^#]*?);\s*\w+:/,
    sentence: () => 'commas stand between the entries of a map: write , instead of ;',
  },
  {
    pattern: /^([^#]*[{,]\s*\w+:\s+[^\s,{}]*:)(?=\s*[,}])/,
    sentence: () => 'a value that ends in a colon needs quotes',
  },
  {
    pattern: /^([^#]*[{,]\s*\w+:\s+[^\s,{}]+)\s+(\w+):\s/,
    sentence: ([, , key]) => `there has to be a comma before '${key}:'`,
  },
  {
    pattern: /^(\s*(?:- +)?\w+: +[^\s"'{[#][^"'{[#]*?\s)([A-Za-z]\w*): /,
    sentence: ([, , key]) =>
      `'${key}' has to begin a line of its own; where it is part of the value, put that in quotes`,
  },
  {
    pattern: /^(\s*(?:- +)?[^\s:"'{[]+: +)[^"'{[#]*: /,
    sentence: () => "a value with ': ' in it needs quotes around it",
  },
  {
    pattern: /^(\s*(?:- +)?([A-Za-z]\w*))(?:\s*=\s*|\s+|\s*$)[^\s:]*\s*$/,
    sentence: ([, , key]) =>
      `there has to be a colon and a space after '${key}', as in '${key}: …'`,
  },
];
