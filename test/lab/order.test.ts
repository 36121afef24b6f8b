import { expect, it } from 'vitest';

import { parseOrder } from './order.ts';
import { scenarios } from './scenarios.ts';

it('does what is short in every scenario, by hooks, unless told otherwise', () => {
  const order = parseOrder([]);
  const { rounds, drills, paths } = order;
  expect(rounds).toBe(3);
  expect(drills).toContain('flap');
  expect(drills).not.toContain('down');
  expect(paths).toEqual(['hooks']);
  expect(order.scenarios.map(({ name }) => name)).toContain('two-pairs');
});

it('does all there is in every way', () => {
  const { drills, paths } = parseOrder(['--all']);
  expect(drills).toEqual(expect.arrayContaining(['flap', 'kill', 'down', 'split']));
  expect(paths).toEqual(['hooks', 'fifo', 'both']);
});

it('knows of no drill that no scenario has, and the other way round', () => {
  const { drills } = parseOrder(['--all']);
  const drilled = scenarios.flatMap((scenario) => scenario.drills);
  expect(new Set(drilled)).toEqual(new Set(drills));
});

it('does what is named, as often as is said', () => {
  const args = ['--rounds', '2', '--drill', 'flap', '--drill', 'stop'];
  expect(parseOrder(args)).toMatchObject({ rounds: 2, drills: ['flap', 'stop'] });
});

it.each([
  [['--rounds', '0'], /--rounds has to be a whole number above 0: 0/],
  [['--rounds', 'many'], /--rounds has to be a whole number above 0: many/],
  [['--drill', 'fire'], /There is no drill 'fire': expected one of stop, shutdown/],
  [['--by', 'mail'], /There is no way 'mail': expected one of hooks, fifo/],
  [['--scenario', 'moon'], /There is no scenario 'moon': expected one of droplets, havip/],
  [['--scenario', 'havip', '--drill', 'split'], /split makes no sense for havip/],
  [['--by', 'recipe'], /The recipe knows only Droplets: add --scenario droplets/],
  [['--loud'], /--loud/],
])('refuses %j', (args, message) => {
  expect(() => parseOrder(args)).toThrow(message);
});
