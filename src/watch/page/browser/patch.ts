import type { Element as Wanted, Tree } from '../tree.ts';

/** What came of the page's parts, by their ids. */
export type Trees = Readonly<Record<string, Wanted>>;

/**
 * Makes an element what it is to be, and touches nothing that is so already: whoever reads it, has selected
 * something in it or has the focus there is not disturbed.
 */
export function patch(node: Element, wanted: Wanted, trees: Trees): void {
  for (const name of node.getAttributeNames()) {
    if (!(name in wanted.attributes) && name !== 'hidden') node.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(wanted.attributes)) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
  noteAge(node);
  patchChildren(node, wanted.children, trees);
}

function patchChildren(parent: Element, children: readonly Tree[], trees: Trees): void {
  let next: ChildNode | null = parent.firstChild;
  for (const child of children) {
    const same = isSame(next, child) ? next : kept(parent, child);
    if (same === null) {
      parent.insertBefore(made(child, trees), next);
      continue;
    }
    if (same === next) next = next.nextSibling;
    else parent.insertBefore(same, next);
    if (typeof child === 'string') {
      if (same.nodeValue !== child) same.nodeValue = child;
    } else if (same instanceof Element && !('slot' in child)) patch(same, child, trees);
  }
  while (next !== null) {
    const after: ChildNode | null = next.nextSibling;
    next.remove();
    next = after;
  }
}

function isSame(node: ChildNode | null, child: Tree): boolean {
  if (node === null) return false;
  if (typeof child === 'string') return node.nodeType === Node.TEXT_NODE;
  if (!(node instanceof Element)) return false;
  if ('slot' in child) return node.id === child.slot;
  return node.localName === child.tag && node.id === (child.attributes['id'] ?? '');
}

/** What has an id may have moved. */
function kept(parent: Element, child: Tree): ChildNode | null {
  if (typeof child === 'string') return null;
  const id = 'slot' in child ? child.slot : child.attributes['id'];
  const found = id === undefined ? null : document.getElementById(id);
  return found?.parentElement === parent ? found : null;
}

const drawn: ReadonlySet<string> = new Set(['svg', 'rect']);

/** Elements one by one: nothing that came is ever read as markup. */
function made(child: Tree, trees: Trees): Node {
  if (typeof child === 'string') return document.createTextNode(child);
  if ('slot' in child) {
    const tree = trees[child.slot];
    return tree === undefined ? document.createTextNode('') : made(tree, trees);
  }
  return madeElement(child, trees, false);
}

function madeElement(wanted: Wanted, trees: Trees, isInside: boolean): Element {
  const isDrawn = isInside || drawn.has(wanted.tag);
  const node = isDrawn
    ? document.createElementNS('http://www.w3.org/2000/svg', wanted.tag)
    : document.createElement(wanted.tag);
  for (const [name, value] of Object.entries(wanted.attributes)) node.setAttribute(name, value);
  noteAge(node);
  for (const child of wanted.children) {
    const isElement = typeof child !== 'string' && !('slot' in child);
    node.append(isElement ? madeElement(child, trees, isDrawn) : made(child, trees));
  }
  return node;
}

/** When an age was told, by a clock that nobody sets. */
const toldAt = new WeakMap<Element, number>();

function noteAge(node: Element): void {
  if (node.hasAttribute('data-age')) toldAt.set(node, performance.now());
}

/** How old it is by now, what an element tells the age of. */
export function ageOf(node: Element): number {
  const told = Number(node.getAttribute('data-age'));
  return told + performance.now() - (toldAt.get(node) ?? 0);
}
