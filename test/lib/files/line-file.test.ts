import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openLineFile } from '../../../src/lib/files/line-file.ts';
import type { LogFields } from '../../../src/ports/log.ts';
import { warningsIn } from '../../support/local-state.ts';
import { oddFiles } from '../../support/odd-files.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const roomy = { maxBytes: 1_000_000, keep: 2 };

function path(): string {
  return join(temporaryFolder(), 'deep', 'lines.jsonl');
}

describe('openLineFile()', () => {
  it('makes the file with the first line, for its owner alone', () => {
    const file = path();
    openLineFile(file, roomy).append('one');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(openLineFile(file, roomy).lines()).toEqual(['one']);
  });

  it('has no lines before that', () => {
    expect(openLineFile(path(), roomy).lines()).toEqual([]);
  });

  it('begins a new line after one that a crash left unfinished', () => {
    const file = path();
    openLineFile(file, roomy).append('one');
    appendFileSync(file, '{"half');
    openLineFile(file, roomy).append('two');
    expect(readFileSync(file, 'utf8')).toBe('one\n{"half\ntwo\n');
  });

  it('puts the file aside when it has become too large, and forgets the oldest', () => {
    const file = path();
    const lines = Array.from({ length: 65 }, (_, index) => `line ${String(index).padStart(4)}`);
    for (const line of lines) openLineFile(file, { maxBytes: 100, keep: 2 }).append(line);
    expect(readdirSync(dirname(file)).length).toBe(3);
    const left = openLineFile(file, { maxBytes: 100, keep: 2 }).lines();
    expect(left.length).toBeGreaterThan(20);
    expect(left).toEqual(lines.slice(-left.length));
  });

  it.each(oddFiles)('leaves %s alone', (what, put) => {
    // Of lines, there may be many.
    if (what === 'a huge file') return;
    const file = path();
    mkdirSync(dirname(file), { recursive: true });
    put(file, 'theirs\n');
    const lines = openLineFile(file, roomy);
    expect(() => lines.append('ours')).toThrowError(file);
    expect(() => lines.lines()).toThrowError(file);
    if (what === 'a link') expect(readFileSync(file, 'utf8')).toBe('theirs\n');
  });

  it.each(oddFiles)('reads the other lines where %s is in the way of older ones', (what, put) => {
    if (what === 'a huge file') return;
    const warned: LogFields[] = [];
    const file = path();
    const lines = openLineFile(file, { ...roomy, log: warningsIn(warned) });
    lines.append('ours');
    put(`${file}.000001-1`, 'theirs\n');
    for (let count = 0; count < 3; count += 1) expect(lines.lines()).toEqual(['ours']);
    expect(warned).toMatchObject([{ path: `${file}.000001-1` }]);
  });

  it('writes on where it cannot forget the oldest', () => {
    const file = path();
    openLineFile(file, roomy).append('one');
    mkdirSync(`${file}.000001-1`);
    for (let count = 0; count < 60; count += 1) {
      openLineFile(file, { maxBytes: 100, keep: 2 }).append(`line ${count}`);
    }
    expect(openLineFile(file, roomy).lines().at(-1)).toBe('line 59');
  });

  it('reads of a file that is too large what was written last', () => {
    const warned: LogFields[] = [];
    const file = path();
    const lines = openLineFile(file, { maxBytes: 100, keep: 2, log: warningsIn(warned) });
    lines.append('first');
    truncateSync(file, 2 ** 40);
    appendFileSync(file, '\nlast but one\nlast\n');
    expect(lines.lines()).toEqual(['last but one', 'last']);
    expect(warned).toMatchObject([{ path: file }]);
  });

  it('keeps nothing without a path', () => {
    const lines = openLineFile(undefined, roomy);
    lines.append('one');
    expect(lines.lines()).toEqual([]);
  });

  it('throws where it cannot be written', () => {
    expect(() => openLineFile('/dev/null/lines', roomy).append('one')).toThrowError(
      /ENOTDIR|EEXIST/,
    );
  });
});
