import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { createLineSplitter } from '../../../src/lib/files/line-splitter.ts';

function splitAll(chunks: readonly Buffer[], maxBytes = 100): { lines: unknown[]; long: number } {
  let long = 0;
  const split = createLineSplitter({ maxBytes, onTooLong: () => (long += 1) });
  return { lines: chunks.flatMap((chunk) => split(chunk)), long };
}

it('gives the same lines however they are cut, of any text', () => {
  const text = fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }));
  fc.assert(
    fc.property(text, fc.array(fc.nat(200)), (lines, cuts) => {
      const all = Buffer.from(lines.map((line) => `${line.replaceAll('\n', '')}\n`).join(''));
      const places = [0, ...cuts.map((cut) => Math.min(cut, all.length)), all.length];
      const ordered = places.toSorted((left, right) => left - right);
      const chunks = ordered.slice(1).map((end, index) => all.subarray(ordered[index], end));
      const expected = lines.map((line) => line.replaceAll('\n', ''));
      expect(splitAll(chunks, 1000)).toEqual({ lines: expected, long: 0 });
    }),
  );
});

it('passes over a line that is too long, and tells before it ends', () => {
  const long = Buffer.alloc(60, 'x');
  expect(splitAll([Buffer.from('a\n'), long, long, long])).toEqual({ lines: ['a'], long: 1 });
  const ended = [long, long, Buffer.from('x\nb\n'), Buffer.alloc(100, 'y'), Buffer.from('\n')];
  expect(splitAll(ended)).toEqual({ lines: [undefined, 'b', 'y'.repeat(100)], long: 1 });
});

it('keeps nothing of a line that never ends', () => {
  const { lines, long } = splitAll(Array.from({ length: 10_000 }, () => Buffer.alloc(65_536)));
  expect({ lines, long }).toEqual({ lines: [], long: 1 });
});
