import { labelOf } from '../../core/address.ts';
import type { Address } from '../../core/address.ts';

/** A text without what tells whose addresses and nodes it is about. */
export type Mask = (text: string) => string;

export interface Masked {
  readonly addresses: readonly Address[];
  /** What stands in the place of each node. */
  readonly nodes: ReadonlyMap<string, string>;
  /** What else has a name that is not to be told. */
  readonly names: readonly string[];
  readonly hush: Mask;
}

const ipv4 = /(?<![\d.])(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}(?![\d.])/g;
const ipv6 = /(?<![\w:])([0-9a-f]{1,4}:[0-9a-f]{1,4}):[0-9a-f:.]*:[0-9a-f:.]*(?![\w:])/gi;

/** For what is handed to somebody else: of an IP its beginning stays, of ids their sort, of nodes a letter. */
export function maskFor({ addresses, nodes, names, hush }: Masked): Mask {
  const said = new Map<string, string>();
  for (const [node, letter] of nodes) said.set(node, letter);
  for (const name of names) said.set(name, '…');
  for (const address of addresses) {
    for (const known of [address.id, labelOf(address), address.vip]) {
      if (known !== undefined) said.set(known, maskedId(known));
    }
  }
  // A longer one may have a shorter one in it.
  const longestFirst = [...said].toSorted(([one], [other]) => other.length - one.length);
  return (text) => {
    let told = hush(text);
    for (const [known, shown] of longestFirst) told = told.replaceAll(aWhole(known), shown);
    return told.replaceAll(ipv4, '$1.x.x').replaceAll(ipv6, '$1:…');
  };
}

/** Not as a part of a longer word or number. */
function aWhole(text: string): RegExp {
  const escaped = text.replaceAll(/[^\w]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\w])${escaped}(?![\w])`, 'g');
}

function maskedId(text: string): string {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return text.replace(/\.\d+\.\d+$/, '.x.x');
  if (text.includes(':')) return `${text.split(':').slice(0, 2).join(':')}:…`;
  const [, sort] = /^([a-z]+-)[0-9a-z]{6,}$/i.exec(text) ?? [];
  if (sort !== undefined) return `${sort}…`;
  return /^\d+$/.test(text) ? '…' : text;
}
