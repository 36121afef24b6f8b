import { appendFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { openLineTail } from '../../../src/lib/files/line-tail.ts';
import type { LineTail } from '../../../src/lib/files/line-tail.ts';
import { temporaryFolder } from '../../support/temporary.ts';

function tailOf(path: string, maxBytes = 1000): LineTail {
  const tail = openLineTail(path, maxBytes);
  onTestFinished(tail.close);
  return tail;
}

it('has each line once, when it is whole, also of a file that was not there at first', () => {
  const path = join(temporaryFolder(), 'lines');
  const tail = tailOf(path);
  expect(tail.newLines()).toEqual([]);
  writeFileSync(path, 'one\ntwo\nthr');
  expect(tail.newLines()).toEqual(['one', 'two']);
  appendFileSync(path, 'ee\n');
  expect(tail.newLines()).toEqual(['three']);
  expect(tail.newLines()).toEqual([]);
});

it('misses nothing when the file is put aside', () => {
  const path = join(temporaryFolder(), 'lines');
  writeFileSync(path, 'one\n');
  const tail = tailOf(path);
  tail.newLines();
  appendFileSync(path, 'two\n');
  renameSync(path, `${path}.000001-1`);
  writeFileSync(path, 'three\n');
  expect(tail.newLines()).toEqual(['two', 'three']);
});

it('begins with the last lines of a large file, and with no half of one', () => {
  const path = join(temporaryFolder(), 'lines');
  writeFileSync(path, `${'x'.repeat(2000)}\n${'y'.repeat(500)}\nlast\n`);
  const tail = tailOf(path);
  expect(tail.newLines()).toEqual(['y'.repeat(500), 'last']);
  appendFileSync(path, `${'z'.repeat(2000)}\nend\n`);
  expect(tail.newLines()).toEqual(['end']);
});

it('follows no link', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'elsewhere'), 'secret\n');
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'lines'));
  expect(tailOf(join(folder, 'lines')).newLines()).toEqual([]);
});
