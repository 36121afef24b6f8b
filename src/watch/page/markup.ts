import type { Parts, Tree } from './tree.ts';

/** The markup of a tree, each slot with its part in it. */
export function markup(tree: Tree, parts: Parts): string {
  if (typeof tree === 'string') return escaped(tree);
  if ('slot' in tree) {
    const part = parts.get(tree.slot);
    return part === undefined ? '' : markup(part.tree, parts);
  }
  const { tag, attributes, children } = tree;
  const given = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const start = `<${tag}${given.join('')}>`;
  if (isEmpty.has(tag)) return start;
  return `${start}${children.map((child) => markup(child, parts)).join('')}</${tag}>`;
}

/** Elements that have no end, of those which the page uses. */
const isEmpty: ReadonlySet<string> = new Set(['input', 'link']);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (found) => entities[found] ?? '');
}
