import sax from 'sax';

/** What an element holds: its text, the elements that are all called `item`, or the others by their names. */
export type Xml = string | readonly Xml[] | { readonly [name: string]: Xml };

export interface XmlDocument {
  /** The name of the outermost element. */
  readonly root: string;
  readonly value: Xml;
}

/** Deeper than any answer of the API. */
const deepest = 32;

/** Entities of XML alone; the types do not know that option. */
const options = { trim: false, strictEntities: true };

/** A document as plain values; nothing for a text that is not well-formed to its very end. */
export function parseXml(text: string): XmlDocument | undefined {
  try {
    return documentIn(text);
  } catch {
    return undefined;
  }
}

interface Element {
  readonly name: string;
  text: string;
  readonly children: (readonly [string, Xml])[];
}

function documentIn(text: string): XmlDocument | undefined {
  const reader = sax.parser(true, options);
  const open: Element[] = [];
  let document: XmlDocument | undefined;
  const addText = (more: string): void => {
    const last = open.at(-1);
    if (last !== undefined) last.text += more;
  };
  Object.assign(reader, {
    onerror(error: Error) {
      throw error;
    },
    onopentag({ name }: { readonly name: string }) {
      if (document !== undefined) throw new RangeError('More than one document');
      if (open.length >= deepest) throw new RangeError('Nested too deeply');
      open.push({ name, text: '', children: [] });
    },
    ontext: addText,
    oncdata: addText,
    onclosetag() {
      const element = open.pop();
      if (element === undefined) return;
      const value = valueOf(element);
      const parent = open.at(-1);
      if (parent === undefined) document = { root: element.name, value };
      else parent.children.push([element.name, value]);
    },
  });
  reader.write(text).close();
  return document;
}

function valueOf({ text, children }: Element): Xml {
  if (children.length === 0) return text.trim();
  if (children.every(([name]) => name === 'item')) return children.map(([, value]) => value);
  // Of several with one name, the first counts.
  return Object.fromEntries(children.toReversed());
}
