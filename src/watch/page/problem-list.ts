import { plainText } from '../../core/plain-text.ts';
import { rowSlot } from './address-row.ts';
import type { Look, Problem } from './look.ts';
import { element } from './tree.ts';
import type { Element } from './tree.ts';

/** What is wrong in words, and what to do about it. Nothing where nothing is. */
export function problemList({ problems }: Look): Element {
  const id = 'problems';
  if (problems.length === 0) return element('section', { id, class: 'no problems' });
  return element(
    'section',
    { id, class: 'problems', 'aria-labelledby': 'problems-title' },
    element('h2', { id: 'problems-title' }, titleOf(problems)),
    element('ul', {}, problems.slice(0, mostProblems).map(item), more(problems.length)),
  );
}

function titleOf(problems: readonly Problem[]): string {
  const isMended = problems.every(({ isBeingMended }) => isBeingMended === true);
  return isMended ? 'What is going on' : 'What is wrong';
}

const mostProblems = 20;
const mostNames = 8;

function more(count: number): Element | undefined {
  if (count <= mostProblems) return undefined;
  return element(
    'li',
    { class: 'more' },
    `and ${count - mostProblems} more, of which the rows below tell`,
  );
}

function item({ message, hint, names, isBeingMended }: Problem): Element {
  const isMended = isBeingMended === true;
  const advice = isMended ? 'A takeover is under way' : hint;
  return element(
    'li',
    { class: isMended ? 'moving' : 'bad' },
    names.length === 0 ? undefined : element('p', { class: 'who' }, namesOf(names)),
    element('p', { class: 'what' }, ended(plainText(message))),
    advice === undefined ? undefined : element('p', { class: 'do' }, ended(plainText(advice))),
  );
}

/** Links to the rows: where there are many of them, the first few. */
function namesOf(names: readonly string[]): Parameters<typeof element>[2] {
  const links = names
    .slice(0, mostNames)
    .flatMap((name, index) => [
      index === 0 ? '' : ', ',
      element('a', { href: `#${rowSlot(name)}` }, element('bdi', {}, plainText(name))),
    ]);
  const rest = names.length - mostNames;
  return rest > 0 ? [...links, ` and ${rest} more`] : links;
}

function ended(text: string): string {
  return /[.!?。]$/.test(text) ? text : `${text}.`;
}
