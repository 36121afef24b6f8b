import { nodeText } from '../../core/node-text.ts';
import { plainLine, plainText } from '../../core/plain-text.ts';
import { ageText } from './age-text.ts';
import { needsAttention } from './attention.ts';
import type { AddressLook } from './look.ts';
import { element } from './tree.ts';
import type { Element } from './tree.ts';

/** The ids of what is shown of an address: a name may be anything, an id has no spaces. */
export function rowSlot(name: string): string {
  return `address-${encodeURIComponent(name)}`;
}

export function ageSlot(name: string): string {
  return `age-${encodeURIComponent(name)}`;
}

export function addressPart(address: AddressLook): Element {
  const { name, ip, kind, role, taking } = address;
  const tone = taking === undefined ? (needsAttention(address) ? 'bad' : 'good') : 'moving';
  return element(
    'tr',
    { id: rowSlot(name), role: 'row', class: tone },
    element(
      'th',
      { scope: 'row', role: 'rowheader' },
      element('bdi', { class: 'name' }, plainText(name)),
      element('span', { class: 'kind' }, kind),
    ),
    cell('Address', element('span', { class: 'ip' }, plainText(ip ?? '–')), attachedTo(address)),
    cell('Owner', ...ownerOf(address)),
    cell('Role', role ?? element('span', { class: 'none' }, 'none')),
    cell('Verdict', ...verdictOf(address, tone)),
    cell('Read', { slot: ageSlot(name) }),
  );
}

/** Its age is told on its own: it is all that is new of most rows. */
export function agePart({ name, read }: AddressLook): Element {
  const id = ageSlot(name);
  if (read === undefined) return element('span', { id, class: 'none' }, 'never');
  const age = element('span', { 'data-age': String(read.ageMs) }, ageText(read.ageMs));
  return element('span', { id }, age, ' ago');
}

/** Its heading stands before it where the screen is too narrow for columns. */
function cell(label: string, ...children: Parameters<typeof element>[2][]): Element {
  const value = element('div', {}, children);
  return element('td', { role: 'cell', 'data-label': label, class: label.toLowerCase() }, value);
}

function attachedTo({ attached }: AddressLook): Element | undefined {
  if (attached === undefined) return undefined;
  return element('span', { class: 'attached' }, plainText(`${attached.what} ${attached.ip}`));
}

function ownerOf({ owner, lastSeen }: AddressLook): Parameters<typeof element>[2][] {
  switch (owner.state) {
    case 'held': {
      const node = element('bdi', { class: 'node' }, plainText(nodeText(owner)));
      return owner.self ? [node, element('span', { class: 'here' }, 'this host')] : [node];
    }
    case 'free':
      return [element('span', { class: 'none' }, 'nobody')];
    default:
      if (lastSeen === undefined) return [element('span', { class: 'none' }, 'unknown')];
      return [
        element('span', { class: 'none' }, 'unknown'),
        element('span', { class: 'last' }, plainText(`last ${lastSeen ?? 'nobody'}`)),
      ];
  }
}

const signs = { good: '✓', bad: '!', moving: '→' } as const;

function verdictOf(
  { verdict, why, taking, owner }: AddressLook,
  tone: keyof typeof signs,
): Parameters<typeof element>[2][] {
  const sign = verdict === 'elsewhere' && tone === 'good' ? '·' : signs[tone];
  const mark = element('span', { class: 'sign', 'aria-hidden': 'true' }, sign);
  const word = element('span', { class: 'verdict-word' }, mark, verdict);
  const told = why === undefined || owner.state === 'unknown' ? undefined : plainLine(why);
  const below = told === undefined ? undefined : element('span', { class: 'why' }, told);
  if (taking === undefined) return [word, below];
  const since = { 'data-age': String(taking.ms) };
  const taken = element(
    'span',
    { class: 'taking' },
    'taking over for ',
    element('span', since, ageText(taking.ms)),
  );
  return [word, taken, element('span', { class: 'why' }, plainText(`because of ${taking.cause}`))];
}
