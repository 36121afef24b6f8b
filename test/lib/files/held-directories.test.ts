import { fstatSync, openSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { Directory } from '../../../src/lib/files/directory.ts';
import { HeldDirectories } from '../../../src/lib/files/held-directories.ts';
import { turn } from '../../../src/lib/time/turn.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** All that is asked of one here is its descriptor. */
function opened(): Directory {
  return { fd: openSync(temporaryFolder(), 'r') } as Directory;
}

function isOpen({ fd }: Directory): boolean {
  try {
    return fstatSync(fd).isDirectory();
  } catch {
    return false;
  }
}

const gone = Object.assign(new Error('gone'), { code: 'ENOENT' });

describe('directories that are held', () => {
  it('stay open for a turn, and are closed then', async () => {
    const held = new HeldDirectories();
    const directory = opened();
    expect(held.hold('/a', directory)).toBe(true);
    expect(held.get('/a')).toBe(directory);
    expect(isOpen(directory)).toBe(true);
    await turn();
    expect(held.get('/a')).toBeUndefined();
    expect(isOpen(directory)).toBe(false);
  });

  it('are so many at most, and one a way', () => {
    const held = new HeldDirectories();
    const directories = Array.from({ length: 33 }, opened);
    const taken = directories.map((directory, index) => held.hold(`/${index}`, directory));
    expect(taken.filter(Boolean)).toHaveLength(32);
    expect(held.hold('/0', opened())).toBe(false);
    held.letGo();
    expect(directories.filter(isOpen)).toHaveLength(1);
  });

  it('are opened anew, once, where one is gone', () => {
    const held = new HeldDirectories();
    held.hold('/a', opened());
    let tries = 0;
    const work = (): string => {
      tries += 1;
      if (tries === 1) throw gone;
      return 'found';
    };
    expect(held.use(work)).toBe('found');
    expect(held.get('/a')).toBeUndefined();
  });

  it('are not to blame where none is held, and for anything else', () => {
    const held = new HeldDirectories();
    let tries = 0;
    const failWith = (error: Error) => (): never => {
      tries += 1;
      throw error;
    };
    expect(() => held.use(failWith(gone))).toThrow(gone);
    held.hold('/a', opened());
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
    expect(() => held.use(failWith(denied))).toThrow(denied);
    expect(tries).toBe(2);
    held.letGo();
  });
});
