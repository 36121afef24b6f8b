import { chownSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openFolder } from '../../src/lib/folder.ts';
import { openLineFile } from '../../src/lib/line-file.ts';
import { writeTextfile } from '../../src/telemetry/textfile.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

const isRoot = process.getuid?.() === 0;
/** Somebody in whose folders root writes. */
const nobody = isRoot ? 65_534 : (process.getuid?.() ?? 0);

function folderOfNobody(): string {
  const folder = join(temporaryFolder(), 'shared');
  mkdirSync(folder);
  if (isRoot) chownSync(folder, nobody, nobody);
  return folder;
}

/** What writes to which file of a folder. */
const writers = {
  'a line': {
    file: 'lines',
    write: (folder: string) =>
      openLineFile(join(folder, 'lines'), { maxBytes: 100, keep: 2 }).append('one'),
  },
  'a file': {
    file: `.name.${process.pid}`,
    write: (folder: string) => openFolder(folder).write('name', 'text'),
  },
  'an empty file': {
    file: 'name',
    write: (folder: string) => openFolder(folder).mark('name'),
  },
  metrics: {
    file: `floatip.prom.${process.pid}`,
    write: (folder: string) => writeTextfile(folder, 'text'),
  },
} as const;

describe('in a folder that somebody else owns', () => {
  it.each(Object.entries(writers))('%s goes nowhere else', (_what, { file, write }) => {
    const folder = folderOfNobody();
    const precious = temporaryFile('precious', '', 0o600);
    const before = statSync(precious);
    symlinkSync(precious, join(folder, file));
    expect(() => write(folder)).toThrowError('ELOOP');
    expect(readFileSync(precious, 'utf8')).toBe('');
    const { uid, mode } = statSync(precious);
    expect({ uid, mode }).toEqual({ uid: before.uid, mode: before.mode });
  });

  it('what is made belongs to the owner of the folder', () => {
    const folder = folderOfNobody();
    openFolder(join(folder, 'deep', 'deeper')).write('name', 'text');
    openFolder(join(folder, 'deep', 'deeper')).mark('mark');
    openLineFile(join(folder, 'other', 'lines'), { maxBytes: 100, keep: 2 }).append('one');
    const made = readdirSync(folder, { recursive: true }).map(String);
    expect(made).toHaveLength(6);
    const owners = made.map((name) => statSync(join(folder, name)).uid);
    expect(new Set(owners)).toEqual(new Set([nobody]));
  });
});
