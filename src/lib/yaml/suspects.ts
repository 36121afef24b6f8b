import { isAlias, isScalar, visit } from 'yaml';
import type { Document, Node, YAMLError } from 'yaml';

import { notUtf8 } from './fault.ts';
import type { Fault } from './fault.ts';
import { oddCharacterIn } from './odd-characters.ts';

/** What a parser takes as it is, and nobody can have meant. */
export function suspectsIn(document: Document): readonly Fault[] {
  const faults = document.warnings.flatMap(unknownTag);
  visit(document, {
    Node(role, node) {
      // A key that is none is refused as one.
      if (role === 'key' && isScalar(node) && isYesOrNo(node.value)) return;
      const fault = faultOf(node, document);
      if (fault !== undefined) faults.push(fault);
    },
  });
  return faults;
}

function unknownTag({ code, message, pos }: YAMLError): Fault[] {
  const [tag = 'here'] = /![\w!-]*/.exec(message) ?? [];
  const sentence = `the tag ${tag} means nothing here: leave it out`;
  return code === 'TAG_RESOLVE_FAILED' ? [{ offset: pos[0], sentence }] : [];
}

function faultOf(node: Node, document: Document): Fault | undefined {
  const offset = node.range?.[0] ?? 0;
  if (isAlias(node)) {
    if (node.resolve(document) !== undefined) return undefined;
    const { source } = node;
    const sentence = `there is no anchor &${source} above for the alias *${source}: put it in quotes if it is a name`;
    return { offset, sentence };
  }
  if (!isScalar(node) || typeof node.value !== 'string') return undefined;
  if (node.value.includes('\uFFFD')) return { offset, sentence: notUtf8 };
  // What is in quotes is meant as it is.
  if (node.type !== 'PLAIN') return undefined;
  return faultIn(node.value, offset);
}

/** What stands there in other files, such as that of keepalived. */
const ends: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '{': 'brace' };

function faultIn(value: string, offset: number): Fault | undefined {
  const odd = oddCharacterIn(value);
  if (odd !== undefined) return { offset: offset + odd.at, sentence: odd.advice };
  const end = ends[value.at(-1) ?? ''];
  if (end !== undefined) {
    const sentence = `the ${end} at the end is taken for a part of the value: leave it out`;
    return { offset: offset + value.length - 1, sentence };
  }
  if (/^<.*>$/.test(value)) {
    return { offset, sentence: 'this is the place of a value: write the value itself' };
  }
  if (/^\$(?:\w+|\{[^}]*\})$/.test(value)) {
    return { offset, sentence: 'no variable is filled in here: write the value itself' };
  }
  if (isYesOrNo(value)) {
    const sentence = `nothing here is ${value} or not: put it in quotes if it is a name`;
    return { offset, sentence };
  }
  return undefined;
}

/** What other versions of YAML take for true or false. */
function isYesOrNo(value: unknown): boolean {
  return typeof value === 'string' && /^(?:yes|no|on|off)$/i.test(value);
}
