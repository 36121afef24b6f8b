import type { LogicalLine } from './logical-lines.ts';
import type { Position, Problem } from './position.ts';
import { wordsOf } from './words.ts';

/** One line of a config, and the block that belongs to it. */
export interface Statement {
  readonly keyword: string;
  readonly args: readonly string[];
  /** As it stands there, for a line that starts a script. */
  readonly text: string;
  readonly at: Position;
  /** What stands between its braces; empty where it has none. */
  readonly block: readonly Statement[];
}

export interface StatementsRead {
  readonly statements: readonly Statement[];
  readonly problems: readonly Problem[];
}

interface Growing extends Statement {
  readonly block: Growing[];
}

/** Puts lines into the blocks that they belong to. */
export function statementsOf(lines: readonly LogicalLine[]): StatementsRead {
  const statements: Growing[] = [];
  const problems: Problem[] = [];
  const open: { readonly block: Growing[]; readonly at: Position }[] = [];
  for (const { text, at } of lines) {
    const block = open.at(-1)?.block ?? statements;
    if (text === '{') {
      const owner = block.at(-1);
      if (owner === undefined) problems.push({ at, message: 'A { that nothing stands before' });
      open.push({ block: owner?.block ?? [], at });
    } else if (text === '}') {
      if (open.pop() === undefined) problems.push({ at, message: 'A } without a { before it' });
    } else block.push(statementOf(text, at));
  }
  problems.push(...open.map(({ at }) => ({ at, message: 'A { that no } closes' })));
  return { statements, problems };
}

function statementOf(text: string, at: Position): Growing {
  const [keyword = '', ...args] = wordsOf(text);
  return { keyword, args, text, at, block: [] };
}
