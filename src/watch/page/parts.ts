import { plainLine } from '../../core/plain-text.ts';
import { addressPart, agePart, rowSlot } from './address-row.ts';
import { headline, levelOf } from './headline.ts';
import type { Look } from './look.ts';
import { problemList } from './problem-list.ts';
import { timeline } from './timeline.ts';
import { element } from './tree.ts';
import type { Element, Part, Parts } from './tree.ts';

/** The page cut into parts, each with what makes it another one. */
export function partsOf(look: Look): Parts {
  const parts = new Map<string, Part>();
  const put = (tree: Element, stamp?: string): void => {
    parts.set(tree.attributes['id'] ?? '', stamp === undefined ? { tree } : { tree, stamp });
  };
  put(element('title', { id: 'title' }, titleOf(look)));
  put(element('link', { id: 'icon', rel: 'icon', href: iconOf(look) }));
  put(hostLine(look));
  put(headline(look));
  put(problemList(look));
  put(
    element(
      'tbody',
      { id: 'rows', role: 'rowgroup' },
      look.addresses.map(({ name }) => ({ slot: rowSlot(name) })),
    ),
  );
  for (const address of look.addresses) {
    put(addressPart(address));
    put(agePart(address), `${address.read?.at}`);
  }
  put(timeline(look));
  return parts;
}

function titleOf(look: Look): string {
  const where = look.cluster ?? look.host ?? 'this host';
  return plainLine(`${titles[levelOf(look)]} · ${where} · floatip`);
}

const titles = {
  good: 'All is well',
  moving: 'Taking over',
  bad: 'Needs attention',
  unread: 'Not read yet',
} as const;

/** A disc, a triangle, a square: to be told apart without their colours. */
const icons = {
  good: "%3Ccircle cx='8' cy='8' r='7' fill='%231a7f37'/%3E",
  moving: "%3Crect x='1' y='1' width='14' height='14' fill='%230b5cad'/%3E",
  bad: "%3Cpath d='M8 0l8 15H0z' fill='%23c02b1d'/%3E",
  unread: "%3Ccircle cx='8' cy='8' r='6' fill='none' stroke='%23777' stroke-width='3'/%3E",
} as const;

function iconOf(look: Look): string {
  const shape = icons[levelOf(look)];
  return `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E${shape}%3C/svg%3E`;
}

function hostLine({ host, cluster }: Look): Element {
  const words = [cluster, host ?? 'a host that does not know yet who it is'].flatMap((word) =>
    word === undefined ? [] : [element('span', {}, plainLine(word))],
  );
  return element('p', { id: 'host', class: 'host' }, words);
}
