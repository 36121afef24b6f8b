import { expect, it } from 'vitest';

import { parseOrder } from './order.ts';

it('does what is short ten times, by hooks, unless told otherwise', () => {
  const { rounds, drills, paths } = parseOrder([]);
  expect(rounds).toBe(10);
  expect(drills).toContain('flap');
  expect(drills).not.toContain('down');
  expect(paths).toEqual(['hooks']);
});

it('does all there is in every way, but what is not settled yet', () => {
  const { drills, paths } = parseOrder(['--all']);
  expect(drills).toEqual(expect.arrayContaining(['flap', 'down', 'split']));
  expect(drills).not.toContain('kill');
  expect(paths).toEqual(['hooks', 'fifo', 'both']);
});

it('does what is named, as often as is said', () => {
  const args = ['--rounds', '2', '--drill', 'flap', '--drill', 'stop'];
  expect(parseOrder(args)).toMatchObject({ rounds: 2, drills: ['flap', 'stop'] });
});

it.each([
  [['--rounds', '0'], /--rounds has to be a whole number above 0: 0/],
  [['--rounds', 'many'], /--rounds has to be a whole number above 0: many/],
  [['--drill', 'fire'], /There is no drill 'fire': expected one of stop, shutdown/],
  [['--by', 'mail'], /There is no '--by mail': expected one of hooks, fifo/],
  [['--loud'], /--loud/],
])('refuses %j', (args, message) => {
  expect(() => parseOrder(args)).toThrow(message);
});
