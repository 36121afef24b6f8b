import { createHash } from 'node:crypto';

import { timeOf } from '../../core/local-time.ts';
import type { Page } from '../../telemetry/pages.ts';
import type { Look } from './look.ts';
import { markup } from './markup.ts';
import { element } from './tree.ts';
import type { Element, Parts, Tree } from './tree.ts';

/** What the document brings along: made from `style.css` and `browser/` when floatip is built. */
export interface Assets {
  readonly style: string;
  readonly script: string;
}

/** The page as it is loaded: one document that asks no other host for anything. */
export function documentOf(look: Look, parts: Parts, { style, script }: Assets): Page {
  const write = (tree: Tree): string => markup(tree, parts);
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    write({ slot: 'title' }),
    write({ slot: 'icon' }),
    `<style>${style}</style>`,
  ];
  const body = `${bodyOf(look).map(write).join('')}<script>${script}</script>`;
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    headers: headersFor(style, script),
    body: `<!doctype html><html lang="en"><head>${head.join('')}</head><body>${body}</body></html>\n`,
  };
}

/** Nothing but what is in the document may run, look like something, or be asked. */
function headersFor(style: string, script: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function bodyOf({ at, version }: Look): readonly Element[] {
  return [
    element('a', { class: 'skip', href: '#addresses' }, 'Skip to the addresses'),
    element(
      'header',
      {},
      element('p', { class: 'brand' }, 'floatip'),
      { slot: 'host' },
      element('p', { id: 'live', class: 'live' }, `as of ${timeOf(at)}`),
    ),
    element('main', {}, { slot: 'headline' }, { slot: 'problems' }, addressSection(), history()),
    element(
      'footer',
      {},
      element('span', {}, `floatip ${version}`),
      ' ',
      element('a', { href: 'status' }, 'status as JSON'),
      ' ',
      element('a', { href: 'metrics' }, 'metrics'),
      element('noscript', {}, ' Without JavaScript this page stays as it was when it was loaded.'),
    ),
  ];
}

const columns = ['Name', 'Address', 'Owner', 'Role', 'Verdict', 'Read'] as const;

function addressSection(): Element {
  const headings = columns.map((name) =>
    element('th', { scope: 'col', role: 'columnheader', class: name.toLowerCase() }, name),
  );
  const head = element('tr', { role: 'row' }, headings);
  const table = element(
    'table',
    { role: 'table', 'aria-labelledby': 'addresses-title' },
    element('thead', { role: 'rowgroup' }, head),
    { slot: 'rows' },
  );
  const title = element('h2', { id: 'addresses-title' }, 'Addresses');
  return element(
    'section',
    { id: 'addresses', 'aria-labelledby': 'addresses-title', tabindex: '-1' },
    element('div', { class: 'bar-above' }, title, filter()),
    table,
    element('p', { id: 'none-left', class: 'none', hidden: '' }, 'No address is like that.'),
  );
}

/** Shown by the script, which it needs. */
function filter(): Element {
  const box = { id: 'filter', type: 'search', autocomplete: 'off', spellcheck: 'false' };
  return element(
    'div',
    { id: 'filters', class: 'filters', hidden: '' },
    element('span', { id: 'count', role: 'status' }),
    element(
      'label',
      { class: 'only' },
      element('input', { id: 'only', type: 'checkbox' }),
      'only what needs attention',
    ),
    element(
      'label',
      {},
      element('span', { class: 'unseen' }, 'Filter the addresses'),
      element('input', { ...box, placeholder: 'Filter (press /)' }),
    ),
  );
}

function history(): Element {
  return element(
    'section',
    { 'aria-labelledby': 'timeline-title' },
    element('h2', { id: 'timeline-title' }, 'Last failovers'),
    { slot: 'timeline' },
  );
}
