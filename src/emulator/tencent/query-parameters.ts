import { isObjectName, objects } from './description.ts';
import type { Field, Fields } from './description.ts';
import { Refusal } from './refusal.ts';

/**
 * The parameters in the query of a GET request, where all is text and `Filters.0.Values.0=x` stands
 * for a list in an object in a list. What does not fit the description stays as it is.
 */
export function queryParameters(query: URLSearchParams, fields: Fields): unknown {
  return objectOf(treeOf(query), fields);
}

type Tree = Map<string, string | Tree>;

function treeOf(query: URLSearchParams): Tree {
  const root: Tree = new Map();
  for (const [path, value] of query) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let at = root;
    for (const name of names) {
      const below = at.get(name) ?? new Map();
      if (typeof below === 'string') throw new Refusal('InvalidParameter');
      at.set(name, below);
      at = below;
    }
    at.set(last, value);
  }
  return root;
}

function objectOf(tree: Tree, fields: Fields): unknown {
  const entries = [...tree].map(([name, node]) => [name, valueOf(node, fields[name])] as const);
  return Object.fromEntries(entries);
}

function valueOf(node: string | Tree, field: Field | undefined): unknown {
  if (field === undefined) return node;
  if (typeof node === 'string') return plainValue(node, field.type);
  if (field.list === true) return listOf(node).map((one) => valueOf(one, { type: field.type }));
  const { type } = field;
  return isObjectName(type) ? objectOf(node, objects[type]) : node;
}

/** In the order of their numbers, which begin with 0. */
function listOf(tree: Tree): readonly (string | Tree)[] {
  return [...tree.keys()].map((_, index) => {
    const one = tree.get(String(index));
    if (one === undefined) throw new Refusal('InvalidParameter');
    return one;
  });
}

function plainValue(text: string, type: Field['type']): unknown {
  if ((type === 'int' || type === 'uint') && /^-?\d+$/.test(text)) return Number(text);
  if (type === 'bool' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}
