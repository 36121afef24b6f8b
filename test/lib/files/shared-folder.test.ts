import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Folder } from '../../../src/lib/files/folder.ts';
import { openLineFile } from '../../../src/lib/files/line-file.ts';
import { openFolder } from '../../../src/lib/files/shared-folder.ts';
import type { LogFields } from '../../../src/ports/log.ts';
import { writeTextfile } from '../../../src/telemetry/textfile.ts';
import { warningsIn } from '../../support/local-state.ts';
import { oddFiles, oddFolders } from '../../support/odd-files.ts';
import { temporaryFile, temporaryFolder } from '../../support/temporary.ts';

const isRoot = process.getuid?.() === 0;
/** Somebody in whose folders root writes. */
const nobody = isRoot ? 65_534 : (process.getuid?.() ?? 0);

function folderOfNobody(): string {
  const folder = join(temporaryFolder(), 'shared');
  mkdirSync(folder);
  if (isRoot) chownSync(folder, nobody, nobody);
  return folder;
}

interface Opened {
  readonly path: string;
  readonly folder: Folder;
  readonly warned: LogFields[];
}

function open(path = folderOfNobody()): Opened {
  const warned: LogFields[] = [];
  return { path, folder: openFolder(path, warningsIn(warned)), warned };
}

/** What writes to which file of a folder. */
const writers = {
  'a file': {
    file: `.name.${process.pid}`,
    write: (folder: string) => openFolder(folder).write('name', 'text'),
  },
  'an empty file': {
    file: 'name',
    write: (folder: string) => openFolder(folder).mark('name'),
  },
  metrics: {
    file: `.floatip.prom.${process.pid}`,
    write: (folder: string) => writeTextfile(folder, 'text'),
  },
} as const;

describe('in a folder that somebody else owns', () => {
  it.each(Object.entries(writers))('%s goes nowhere else', (_what, { file, write }) => {
    const folder = folderOfNobody();
    const precious = temporaryFile('precious', '', 0o600);
    const before = statSync(precious);
    symlinkSync(precious, join(folder, file));
    write(folder);
    expect(readFileSync(precious, 'utf8')).toBe('');
    const { uid, mode } = statSync(precious);
    expect({ uid, mode }).toEqual({ uid: before.uid, mode: before.mode });
  });

  it('what is made belongs to the owner of the folder', () => {
    const { folder, path } = open();
    folder.folder('deep').folder('deeper').write('name', 'text');
    folder.folder('deep').folder('deeper').mark('mark');
    openLineFile(join(path, 'lines'), { maxBytes: 100, keep: 2 }).append('one');
    openFolder(join(path, 'other', 'one')).mark('mark');
    const made = readdirSync(path, { recursive: true }).map(String);
    expect(made).toHaveLength(8);
    const owners = made.map((name) => statSync(join(path, name)).uid);
    expect(new Set(owners)).toEqual(new Set([nobody]));
  });
});

describe.each(oddFiles)('%s in the place of a file', (_what, put) => {
  it('is no file, which is told once', () => {
    const { path, folder, warned } = open();
    put(join(path, 'name'), 'theirs');
    for (let count = 0; count < 3; count += 1) {
      expect(folder.read('name')).toBeUndefined();
      expect(folder.readTrusted('name')).toBeUndefined();
    }
    expect(warned).toMatchObject([{ path: join(path, 'name'), reason: expect.any(String) }]);
  });

  it('gives way to a file, or is in its way', () => {
    const { path, folder } = open();
    put(join(path, 'name'), 'theirs');
    if (statSync(join(path, 'name'), { throwIfNoEntry: false })?.isDirectory() === true) {
      expect(() => folder.write('name', 'ours')).toThrowError('EISDIR');
      expect(() => folder.mark('name')).toThrowError('EISDIR');
    } else {
      folder.write('name', 'ours');
      expect(folder.read('name')).toBe('ours');
    }
    expect(readdirSync(path).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe.each(oddFolders)('%s in the place of a folder', (_what, put) => {
  it('is no folder, which is told once, and nothing gets into it', () => {
    const { path, folder, warned } = open();
    const precious = temporaryFolder();
    writeFileSync(join(precious, 'name'), 'precious');
    put(join(path, 'below'), precious);
    const below = folder.folder('below');
    for (let count = 0; count < 3; count += 1) {
      expect(below.names()).toEqual([]);
      expect(below.read('name')).toBeUndefined();
      expect(() => below.write('name', 'ours')).toThrowError(join(path, 'below'));
      expect(() => below.folder('deeper').mark('mark')).toThrowError(join(path, 'below'));
      below.remove('name');
    }
    expect(warned).toMatchObject([{ path: join(path, 'below') }]);
    expect(readFileSync(join(precious, 'name'), 'utf8')).toBe('precious');
    expect(readdirSync(precious)).toEqual(['name']);
  });
});

describe('openFolder()', () => {
  it('has no names but those of files', () => {
    const { path, folder, warned } = open();
    folder.mark('mark');
    for (const [what, put] of oddFiles) {
      if (!/second|huge|somebody/.test(what)) put(join(path, what), '');
    }
    expect(folder.names()).toEqual(['mark']);
    expect(warned).toEqual([]);
  });

  it('reads no more than some thousand names, and says so', () => {
    const { path, folder, warned } = open();
    for (let count = 0; count < 5000; count += 1) writeFileSync(join(path, `n${count}`), '');
    expect(folder.names()).toHaveLength(4096);
    expect(warned).toMatchObject([{ path, reason: 'it holds 4096 names or more' }]);
  });

  it('makes no more folders than there may be, and goes on with those that are there', () => {
    const { folder, warned } = open();
    const options = { atMost: 3 };
    for (const name of ['a', 'b', 'c']) folder.folder(name, options).mark('mark');
    expect(() => folder.folder('d', options).mark('mark')).toThrowError(
      'it holds 3 folders already',
    );
    folder.folder('b', options).mark('another');
    expect(folder.folder('b', options).names()).toHaveLength(2);
    expect(warned).toHaveLength(1);
  });

  it('keeps a mark that is there already', () => {
    const { path, folder } = open();
    folder.mark('mark');
    const { ino } = statSync(join(path, 'mark'));
    folder.mark('mark');
    expect(statSync(join(path, 'mark')).ino).toBe(ino);
  });

  it('reads a file of the owner of the folder, who is not to be trusted with everything', () => {
    const { path, folder, warned } = open();
    writeFileSync(join(path, 'name'), 'theirs');
    if (isRoot) chownSync(join(path, 'name'), nobody, nobody);
    expect(folder.read('name')).toBe('theirs');
    expect(folder.readTrusted('name')).toBe(isRoot ? undefined : 'theirs');
    // That is as it should be where hooks and cron share a folder.
    expect(warned).toEqual([]);
  });

  it('leads nowhere else by a name', () => {
    const { folder } = open();
    for (const name of ['..', '.', '', 'a/b']) {
      expect(() => folder.read(name)).toThrowError('Expected the name of a file');
    }
  });

  it('shares nothing where there is no folder, and remembers by itself', () => {
    const folder = openFolder(undefined);
    folder.folder('below').write('name', 'text');
    folder.folder('below').mark('mark');
    expect(folder.folder('below').names()).toEqual(['name', 'mark']);
    expect(folder.folder('below').read('name')).toBe('text');
    folder.folder('below').remove('name');
    expect(folder.folder('below').read('name')).toBeUndefined();
    expect(openFolder(undefined).folder('below').names()).toEqual([]);
  });

  it('says nothing of a folder that is not there', () => {
    const { folder, warned } = open(join(temporaryFolder(), 'missing'));
    expect(folder.names()).toEqual([]);
    expect(folder.folder('below').read('name')).toBeUndefined();
    folder.remove('name');
    expect(warned).toEqual([]);
    expect(existsSync('missing')).toBe(false);
  });
});
