import { expect, it } from 'vitest';

import { createCrew } from './crew.ts';

const node = (script: string): readonly string[] => [process.execPath, '--eval', script];
const never = new AbortController().signal;

it('returns what a program printed', async () => {
  const crew = createCrew(never);
  const printed = await crew.run(node('console.log(1); console.error(2)'), { mayEndWith: [0] });
  expect(printed.split('\n').toSorted()).toEqual(['', '1', '2']);
});

it.each([
  ['process.exit(5)', [0, 5], 'nothing'],
  ['console.log("why"); process.exit(1)', [0, 5], /ended with 1, not with 0 or 5.*:\nwhy/s],
  ['process.kill(process.pid, "SIGKILL")', [0], /ended with SIGKILL, not with 0/],
] as const)('where %s may end with %j, throws %s', async (script, mayEndWith, message) => {
  const running = createCrew(never).run(node(script), { mayEndWith });
  await (message === 'nothing'
    ? expect(running).resolves.toBe('')
    : expect(running).rejects.toThrow(message));
});

it('ends what it runs when it is called off', async () => {
  const calledOff = new AbortController();
  const crew = createCrew(calledOff.signal);
  const running = crew.run(node('setInterval(() => {}, 1000)'), { mayEndWith: [0] });
  calledOff.abort(new Error('Called off'));
  await expect(running).rejects.toThrow('Called off');
});

it('closes all that was opened, the last first, whatever fails', async () => {
  const crew = createCrew(never);
  const done: string[] = [];
  const { isRunning } = crew.start(node('setInterval(() => {}, 1000)'));
  crew.atEnd(() => done.push('first'));
  crew.atEnd(() => {
    throw new Error('It jams');
  });
  crew.atEnd(() => done.push(isRunning() ? 'last, before the programs' : 'last'));
  await expect(crew.close()).rejects.toThrow('The lab did not end in order: Error: It jams');
  expect(done).toEqual(['last, before the programs', 'first']);
  expect(isRunning()).toBe(false);
});
