import { ageText } from '../age-text.ts';
import { ageOf } from './patch.ts';

/** Lets the ages go on between what the watcher tells. */
export function tick(): void {
  for (const node of document.querySelectorAll('[data-age]')) {
    const text = ageText(ageOf(node));
    const [child] = node.childNodes;
    if (child !== undefined && child.nodeValue !== text) child.nodeValue = text;
  }
}
