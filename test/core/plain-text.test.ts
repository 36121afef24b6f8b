import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { plainLine, plainText, printable } from '../../src/core/plain-text.ts';

/** Control characters but the line break, other line breaks, and what turns text around. */
const hostile = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const anyText = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('\n', '\r', '\u001b', '\u009b', '\u0085', '\u202e', '\u2066', '\u2028', '[31m'),
  ),
});

describe('plainText()', () => {
  it.each([
    ['as it is', 'Droplet "lb1" – 東京 🙂', 'Droplet "lb1" – 東京 🙂'],
    ['colours', '\u001b[31mred\u001b[0m', '\ufffd[31mred\ufffd[0m'],
    ['C1 controls', 'a\u009b31mb\u0085c', 'a\ufffd31mb\ufffdc'],
    ['line breaks', 'one\r\n  two\n\nthree\u2028four\u2029five', 'one two three four five'],
    ['tabs', 'one\ttwo', 'one two'],
    ['marks of direction', 'user\u202egnp.exe\u2066\u200f', 'user\ufffdgnp.exe\ufffd\ufffd'],
    ['NUL and DEL', 'a\u0000b\u007fc', 'a\ufffdb\ufffdc'],
  ])('%s', (_what, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('leaves nothing that is not to be printed, of any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(plainText(text)).not.toMatch(hostile);
        expect(plainLine(text)).not.toContain('\n');
      }),
    );
  });

  it('cuts a long text in its middle, so that what stands around it can be read', () => {
    const plain = plainText(`POST refused: ${'x'.repeat(16 * 1024 * 1024)}. It was taken from 111`);
    expect(plain).toHaveLength(1000);
    expect(plain).toMatch(/^POST refused: x+…x+\. It was taken from 111$/);
    expect(plainText('x'.repeat(1000))).toBe('x'.repeat(1000));
  });
});

describe('printable()', () => {
  it('leaves the lines of a text, and its colours only where they are wanted', () => {
    const text = 'one \u001b[31mred\u001b[39m\ntwo \u001b[2J\u0007';
    expect(printable(text, true)).toBe('one \u001b[31mred\u001b[39m\ntwo \\u001b[2J\\u0007');
    expect(printable(text)).toBe('one \\u001b[31mred\\u001b[39m\ntwo \\u001b[2J\\u0007');
  });

  it('leaves JSON the same, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(anyText), (texts) => {
        const json = printable(JSON.stringify(texts));
        expect(json).not.toMatch(hostile);
        expect(JSON.parse(json)).toEqual(texts);
      }),
    );
  });
});
