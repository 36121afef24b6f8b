import { expect, it } from 'vitest';

import { withoutComment } from '../../../src/triggers/keepalived-config/without-comment.ts';
import { escapedWordsOf, wordsOf } from '../../../src/triggers/keepalived-config/words.ts';

it.each([
  ['  priority 100  # the other has 50', 'priority 100'],
  ['priority 100 ! so', 'priority 100'],
  ['# all of it', ''],
  ['auth_pass "a#b!c" # d', 'auth_pass "a#b!c"'],
  [String.raw`auth_pass a\#b # c`, 'auth_pass a#b'],
  [String.raw`notify "x \# y"`, String.raw`notify "x \# y"`],
  ['state BACKUP\r', 'state BACKUP'],
])('takes the comment off: %s', (line, expected) => {
  expect(withoutComment(line)).toBe(expected);
});

it.each([
  ['vrrp_instance "VI 1"', ['vrrp_instance', 'VI 1']],
  ['a"b c"d', ['a', 'b c', 'd']],
  ['a ""', ['a', '']],
  [String.raw`a "b\"`, ['a', 'b\\']],
])('tells the words of a line apart: %s', (line, expected) => {
  expect(wordsOf(line)).toEqual(expected);
});

it.each([
  ['notify "/a b" root', ['notify', '/a b', 'root']],
  [String.raw`notify "/a 'O\\'\"\\'\"\\'Brien'"`, ['notify', String.raw`/a 'O\'"\'"\'Brien'`]],
  [String.raw`a\ b \x41\101\t\cA`, ['a b', 'AA\t\u0001']],
  [`a 'b "c"' ""`, ['a', 'b "c"', '']],
  ['a "b', []],
])('tells the words of a script apart: %s', (line, expected) => {
  expect(escapedWordsOf(line)).toEqual(expected);
});
