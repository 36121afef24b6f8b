/** What an answer says: an array becomes elements called `item`, what is not set is left out. */
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Value[]
  | { readonly [name: string]: Value };

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A document as AWS writes it. */
export function document(root: string, value: Value, namespace?: string): string {
  const declared = namespace === undefined ? root : `${root} xmlns="${namespace}"`;
  return `${declaration}<${declared}>${inside(value)}</${root}>`;
}

function inside(value: Value): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((one: Value) => element('item', one)).join('');
  if (typeof value !== 'object') return escape(String(value));
  return Object.entries(value)
    .map(([name, one]) => element(name, one))
    .join('');
}

function element(name: string, value: Value): string {
  if (value === null || value === undefined) return '';
  const text = inside(value);
  return text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
