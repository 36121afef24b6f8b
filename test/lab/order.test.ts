import { expect, it } from 'vitest';

import { drills } from './drills.ts';
import { parseLabArguments, roundsOf } from './order.ts';
import { scenarios } from './scenarios.ts';

const [droplets, havip] = scenarios;

it('does what is short in every scenario, by hooks, unless told otherwise', () => {
  const order = parseLabArguments([]);
  expect(order.rounds).toBe(3);
  expect(order.drillsOf(droplets!)).toContain('flap');
  expect(order.drillsOf(droplets!)).not.toContain('down');
  expect(order.drillsOf(havip!)).not.toContain('shutdown');
  expect(order.pathsOf(havip!)).toEqual(['hooks']);
  expect(order.scenarios.map(({ name }) => name)).toContain('two-pairs');
});

it('does all there is in every way', () => {
  const order = parseLabArguments(['--all']);
  const all = ['flap', 'kill', 'down', 'split'];
  expect(order.drillsOf(droplets!)).toEqual(expect.arrayContaining(all));
  expect(order.pathsOf(droplets!)).toEqual(['hooks', 'fifo', 'both']);
});

it('does all drills by one path, or one drill by all, where that is said', () => {
  const byFifo = parseLabArguments(['--all', '--by', 'fifo']);
  expect(byFifo.drillsOf(droplets!)).toContain('down');
  expect(byFifo.pathsOf(droplets!)).toEqual(['fifo']);
  const splits = parseLabArguments(['--all', '--drill', 'split']);
  expect(splits.drillsOf(droplets!)).toEqual(['split']);
  expect(splits.pathsOf(droplets!)).toEqual(['hooks', 'fifo', 'both']);
});

it('counts the rounds of all drills, scenarios and paths', () => {
  const args = '--scenario droplets --scenario eip --drill stop --drill flap --rounds 5'.split(' ');
  expect(roundsOf(parseLabArguments([...args, '--by', 'fifo', '--by', 'both']))).toBe(
    5 * (2 + 2) * 2,
  );
  expect(roundsOf(parseLabArguments(['--quick', '--scenario', 'droplets', '--rounds', '1']))).toBe(
    3 * 2,
  );
  expect(roundsOf(parseLabArguments(['--drill', 'split', '--rounds', '2']))).toBe(2 * 2);
});

it('does something of every scenario but udp where there is little time', () => {
  const order = parseLabArguments(['--quick']);
  for (const scenario of order.scenarios) {
    expect(scenario.drills).toEqual(expect.arrayContaining([...order.drillsOf(scenario)]));
    if (scenario.name !== 'udp') expect(order.pathsOf(scenario)).not.toEqual([]);
  }
});

it('knows of no drill that no scenario has, and the other way round', () => {
  const drilled = scenarios.flatMap((scenario) => scenario.drills);
  expect(new Set(drilled)).toEqual(new Set(drills.map(({ name }) => name)));
});

it('does what is named, as often as is said', () => {
  const args = ['--rounds', '2', '--drill', 'flap', '--drill', 'stop'];
  const { rounds, drillsOf } = parseLabArguments(args);
  expect(rounds).toBe(2);
  expect(drillsOf(droplets!)).toEqual(['stop', 'flap']);
});

it.each([
  [['--rounds', '0'], /--rounds has to be a whole number above 0: 0/],
  [['--cloud', 'fast'], /--cloud has to be a number of milliseconds: fast/],
  [['--rounds', 'many'], /--rounds has to be a whole number above 0: many/],
  [['--drill', 'fire'], /There is no drill 'fire': expected one of stop, shutdown/],
  [['--by', 'mail'], /There is no path 'mail': expected one of hooks, fifo/],
  [['--scenario', 'moon'], /There is no scenario 'moon': expected one of droplets, havip/],
  [['--scenario', 'havip', '--drill', 'split'], /split makes no sense for havip/],
  [['--by', 'recipe'], /The recipe knows only Droplets: add --scenario droplets/],
  [['--cloud', 'Infinity'], /--cloud has to be a number of milliseconds: Infinity/],
  [['--quick', '--all'], /--quick and --all make no sense together/],
  [['--quick', '--drill', 'stop'], /--quick and --drill make no sense together/],
  [['--quick', '--by', 'fifo'], /--quick and --by make no sense together/],
  [
    ['--by', 'recipe', '--scenario', 'droplets', '--vip'],
    /--by recipe and --vip make no sense together/,
  ],
  [['--loud'], /--loud/],
])('refuses %j', (args, message) => {
  expect(() => parseLabArguments(args)).toThrow(message);
});

it('has floatip init write the files of the hosts, where that is said', () => {
  expect(parseLabArguments([]).isMadeByInit).toBe(false);
  expect(parseLabArguments(['--made-by', 'init']).isMadeByInit).toBe(true);
  expect(() => parseLabArguments(['--made-by', 'hand'])).toThrow("There is no maker 'hand'");
  expect(() => parseLabArguments(['--made-by', 'init', '--vip'])).toThrow('make no sense together');
  const recipe = ['--made-by', 'init', '--by', 'recipe', '--scenario', 'droplets'];
  expect(() => parseLabArguments(recipe)).toThrow('make no sense together');
});
