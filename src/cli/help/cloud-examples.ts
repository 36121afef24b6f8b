import { unlistedIn } from '../../providers/clouds.ts';
import type { CloudDescription } from '../../providers/description.ts';

/** What stands in the examples of the help. Without any cloud nobody reads them. */
export interface ShownExamples {
  /** A command line each, and what it does. */
  readonly assign: readonly (readonly [line: string, meaning: string])[];
  /** The id of a node. */
  readonly node: string;
  /** What the clouds call a node, with an article before it. */
  readonly nodes: string;
}

export function shownExamples(all: readonly CloudDescription[]): ShownExamples {
  const clouds = unlistedIn(all);
  const nodes = clouds.map(({ node }) => node.short);
  const assign = clouds.map(({ examples: { secret, address, what } }, index) => {
    const line = [secret ?? [], 'floatip assign', address].flat().join(' ');
    return [
      line,
      index === 0 ? 'bring one address to this host' : `the same with ${what}`,
    ] as const;
  });
  const [first] = clouds;
  return { assign, node: first?.examples.node ?? 'NODE', nodes: `a ${orList(nodes)}` };
}

function orList(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
