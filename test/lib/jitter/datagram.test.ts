import { expect, it } from 'vitest';

import { answerTo, questionOf, tripAnsweredBy } from '../../../src/lib/jitter/datagram.ts';

const nonce = Buffer.from('12345678');
const question = questionOf(nonce, 7);

it('a question has an answer of the same size, which says of which trip it is', () => {
  const answer = answerTo(question) ?? Buffer.alloc(0);
  expect(answer).toHaveLength(question.length);
  expect(tripAnsweredBy(answer, nonce)).toBe(7);
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.from('f')],
  ['a question that is cut', question.subarray(0, 15)],
  ['a question with more behind it', Buffer.concat([question, Buffer.from('x')])],
  ['another word', Buffer.concat([Buffer.from('FIP?'), question.subarray(4)])],
  ['an answer, so that two hosts never go on by themselves', answerTo(question)],
  ['a question of DNS', Buffer.from('00000100000100000000000001610000', 'hex')],
])('%s has no answer', (_, datagram = question) => {
  expect(answerTo(datagram)).toBeUndefined();
});

it.each([
  ['to another measurement', answerTo(questionOf(Buffer.from('87654321'), 7))],
  ['that is cut', answerTo(question)?.subarray(0, 12)],
  ['that is a question', question],
])('an answer %s is none', (_, datagram = Buffer.alloc(0)) => {
  expect(tripAnsweredBy(datagram, nonce)).toBeUndefined();
});
