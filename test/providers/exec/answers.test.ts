import { writeFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { readingIn } from '../../../src/ports/provider.ts';
import {
  changeBy,
  movedBy,
  never,
  openGate,
  programs,
  readBy,
  shellProgram,
} from '../../support/program.ts';

/** What programs print and end with, and what floatip makes of it. Each of them really runs. */

const say = (text: string): string => `printf '%s\\n' '${text}'`;
const reading = (fields: string): string => say(`{"readings":[{"name":"web",${fields}}]}`);
const error = (fields: string): string => say(`{"error":{${fields}}}`);

describe('a reading', () => {
  it.each([
    ['a node', '"owner":"lb1","pending":false', { state: 'held', node: 'lb1' }, false],
    ['nobody', '"owner":null,"pending":false', { state: 'free' }, false],
    ['a change that goes on', '"owner":"lb1","pending":true', { state: 'held', node: 'lb1' }, true],
    ['nothing of changes', '"owner":"lb1"', { state: 'held', node: 'lb1' }, false],
  ])('may be of %s', async (_, fields, owner, pending) => {
    expect(await readBy(reading(fields))).toEqual({ owner, pending });
  });

  it('may be an error of one address alone', async () => {
    const command = [
      shellProgram(
        say(
          '{"readings":[{"name":"a","error":{"class":"missing","message":"No a"}},{"name":"b","owner":null}]}',
        ),
      ),
    ];
    const [a, b] = [movedBy(command, 'a'), movedBy(command, 'b')];
    const readings = await programs().read([a, b], never);
    expect(readings.get(a)).toMatchObject({ class: 'missing', message: 'No a' });
    expect(readings.get(b)).toEqual({ owner: { state: 'free' }, pending: false });
  });
});

describe('what is no answer', () => {
  const rows: readonly (readonly [what: string, text: string, why: string])[] = [
    ['nothing', 'exit 0', 'it printed nothing'],
    ['words', 'echo it is lb1', 'it printed it is lb1'],
    ['half of an object', `printf '{"readings":['`, 'it printed {"readings":['],
    ['two objects', `${reading('"owner":null')}; ${reading('"owner":null')}`, 'it printed {'],
    ['a line before it', `echo hello; ${reading('"owner":null')}`, 'it printed hello'],
    ['a list', say('[]'), 'it printed []'],
    ['another key', say('{"readings":[],"more":1}'), 'it printed {'],
    ['an answer to something else', say('{"operation":null}'), 'it printed {'],
    ['an owner that is a number', reading('"owner":111'), 'it printed {'],
    ['an owner without a name', reading('"owner":""'), 'it printed {'],
    ['an owner of two words', reading('"owner":"lb 1"'), 'it printed {'],
    ['no owner', reading('"pending":false'), 'it printed {'],
    ['pending in words', reading('"owner":null,"pending":"no"'), 'it printed {'],
    ['a class of its own', error('"class":"hungry","message":"No"'), 'it printed {'],
    ['a class of floatip alone', error('"class":"superseded","message":"No"'), 'it printed {'],
    ['an error without words', error('"class":"busy"'), 'it printed {'],
    ['a wait that is none', error('"class":"busy","message":"","retryAfter":-1'), 'it printed {'],
    ['nothing of it', say('{"readings":[]}'), 'it spoke nothing of web'],
    [
      'the same twice',
      say('{"readings":[{"name":"web","owner":null},{"name":"web","owner":"lb1"}]}'),
      'it spoke of web twice',
    ],
    [
      'another address',
      say('{"readings":[{"name":"web","owner":null},{"name":"x","owner":null}]}'),
      'it spoke of x, which was not asked about',
    ],
    ['an exit code', `${reading('"owner":null')}; exit 3`, 'it ended with 3'],
    ['an exit code with a reason', 'echo no route >&2; exit 7', 'it ended with 7: no route'],
    [
      'an exit code beside an error',
      `${error('"class":"denied","message":"Not you"')}; exit 1`,
      'it ended with 1: Not you',
    ],
    ['death', `${reading('"owner":null')}; kill -9 $$`, 'it got SIGKILL'],
    ['more than anybody reads', 'yes | head -c 1100000; exit 0', 'it printed more than 1 MiB'],
  ];

  it.each(rows)('to read: %s', async (_, text, why) => {
    const found = await readBy(text);
    expect(found).toMatchObject({ class: 'transport' });
    expect(found).toMatchObject({ message: expect.stringContaining(why) });
  });

  it.each([
    ['nothing', 'exit 0'],
    ['an answer to something else', reading('"owner":null')],
    ['an exit code', `${say('{"operation":"1"}')}; exit 1`],
    ['no operation', say('{}')],
    ['an error of the way', error('"class":"transport","message":"Timeout"')],
  ])('to change something, and may have landed: %s', async (_, text) => {
    expect(await changeBy(text)).toMatchObject({ class: 'ambiguous' });
  });
});

describe('an error', () => {
  it.each([
    ['throttled'],
    ['busy'],
    ['ambiguous'],
    ['stale'],
    ['clock'],
    ['credentials'],
    ['denied'],
    ['missing'],
    ['invalid'],
  ])('is taken as it is told: %s', async (name) => {
    const text = error(`"class":"${name}","message":"It says so","hint":"Do it","retryAfter":1.5`);
    const told = { class: name, message: 'It says so', hint: 'Do it', retryAfterMs: 1500 };
    expect(await readBy(text)).toMatchObject(told);
    expect(await changeBy(text)).toMatchObject(told);
  });
});

describe('a change', () => {
  it('has the name that the program gives it', async () => {
    expect(await changeBy(say('{"operation":"4711"}'))).toBe('4711');
    expect(await changeBy(say('{"operation":null}'))).toBe('without a name');
  });

  it('is over once what was pending is not any more', async () => {
    const state = shellProgram('exit 0');
    const text = `case $(cat) in *'"read"'*) cat ${state} ;; *) echo '{"operation":"1"}' ;; esac`;
    const address = movedBy([shellProgram(text)]);
    const provider = programs();
    const step = { do: 'assign', to: 'lb2', from: null } as const;
    const operation = await provider.apply(step, address, openGate());
    const progressAfter = async (pending: boolean) => {
      writeFileSync(state, `{"readings":[{"name":"web","owner":"lb1","pending":${pending}}]}`);
      readingIn(await provider.read([address], never), address);
      return await operation.progress(never);
    };
    expect(await progressAfter(false)).toBe('unknown');
    expect(await progressAfter(true)).toBe('running');
    expect(await progressAfter(false)).toBe('done');
  });
});
