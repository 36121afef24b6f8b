import { needsAttention } from './attention.ts';
import type { Look } from './look.ts';
import { element } from './tree.ts';
import type { Element } from './tree.ts';

/** How all of it is. */
export type Level = 'good' | 'moving' | 'bad' | 'unread';

export function levelOf({ problems, addresses }: Look): Level {
  if (problems.some(({ isBeingMended }) => isBeingMended === undefined)) {
    const isFresh = addresses.every(
      ({ read, taking }) => read === undefined && taking === undefined,
    );
    return isFresh && addresses.length > 0 && problems.every(isUnread) ? 'unread' : 'bad';
  }
  return addresses.some(({ taking }) => taking !== undefined) ? 'moving' : 'good';
}

/** A watcher that has only just been started. */
function isUnread({ message }: { readonly message: string }): boolean {
  return message.endsWith(': Not read yet');
}

/** One look at it tells whether all is well. */
export function headline(look: Look): Element {
  const level = levelOf(look);
  return element(
    'div',
    { id: 'headline', class: `headline ${level}`, role: 'status' },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, signs[level]),
    element('div', {}, element('h1', {}, headText(look)), element('p', {}, countsText(look))),
  );
}

export const signs = { good: '✓', moving: '→', bad: '!', unread: '…' } as const;

/** It in one sentence. */
export function headText(look: Look): string {
  const { addresses, problems } = look;
  switch (levelOf(look)) {
    case 'good':
      return 'All is well';
    case 'unread':
      return 'The addresses are being read for the first time';
    case 'moving': {
      const names = addresses.flatMap(({ name, taking }) => (taking === undefined ? [] : [name]));
      return names.length === 1
        ? `Taking over ${names.join('')}`
        : `Taking over ${names.length} addresses`;
    }
    default: {
      const count = addresses.filter(needsAttention).length;
      if (count === 0)
        return problems.length === 1
          ? 'One thing needs attention'
          : `${problems.length} things need attention`;
      if (count === 1)
        return addresses.length === 1 ? 'The address needs attention' : '1 address needs attention';
      return count === addresses.length
        ? `All ${count} addresses need attention`
        : `${count} addresses need attention`;
    }
  }
}

/** How many are where. */
export function countsText({ addresses }: Look): string {
  const here = addresses.filter(({ owner }) => owner.state === 'held' && owner.self).length;
  const free = addresses.filter(({ owner }) => owner.state === 'free').length;
  const unknown = addresses.filter(({ owner }) => owner.state === 'unknown').length;
  const counts = [
    [here, 'on this host'],
    [addresses.length - here - free - unknown, 'on others'],
    [free, 'with nobody'],
    [unknown, 'unknown'],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, where]) => `${count} ${where}`);
  const all = `${addresses.length} ${addresses.length === 1 ? 'address' : 'addresses'}`;
  return told.length === 0 ? all : `${all}: ${told.join(', ')}`;
}
