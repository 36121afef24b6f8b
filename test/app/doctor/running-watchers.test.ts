import { expect, it } from 'vitest';

import { watchersOf } from '../../../src/app/doctor/running-watchers.ts';

const program = ['/usr/bin/node', '/usr/bin/floatip'];

function found(command: readonly string[]): unknown {
  return watchersOf({ processIds: () => [7], commandOf: () => command, isHere: () => true });
}

it.each<[string, readonly string[], object]>([
  ['by an option', ['--fifo', '/run/f'], { fifo: '/run/f' }],
  [
    'by an option in one word',
    ['--fifo=/run/f', '--listen=[::1]:9'],
    { fifo: '/run/f', listen: '[::1]:9' },
  ],
  ['as keepalived appends it', ['--config', '/etc/c.yaml', '/run/f'], { fifo: '/run/f' }],
  ['behind a flag', ['--no-color', '/run/f'], { fifo: '/run/f' }],
  [
    'not at all, but for another file',
    ['-c', '/etc/c.yaml', '--listen', '10.0.0.1:9'],
    { listen: '10.0.0.1:9' },
  ],
  ['not at all', [], {}],
])('a watcher is told of its FIFO %s', (_, words, expected) => {
  const watcher = { pid: 7, fifo: undefined, listen: undefined, ...expected };
  expect(found([...program, 'watch', ...words])).toEqual([watcher]);
});

it.each([
  ['another command of floatip', [...program, 'status', 'watch']],
  ['a watch of another program', ['watch', 'floatip']],
])('no watcher: %s', (_, command) => {
  expect(found(command)).toEqual([]);
});
