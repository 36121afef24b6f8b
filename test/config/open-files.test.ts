import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createBootCache } from '../../src/lib/files/boot-cache.ts';
import { openFolder } from '../../src/lib/files/shared-folder.ts';
import { loadConfig, loadToken } from '../support/clouds.ts';
import { oddFiles } from '../support/odd-files.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

const isRoot = process.getuid?.() === 0;

const fileWithMode = (mode: number): string =>
  temporaryFile('config.yaml', 'cluster: theirs', mode);

function ownedBy(path: string, uid: number, gid = uid): string {
  chownSync(path, uid, gid);
  return path;
}

describe('a config that others may write', () => {
  it.each([0o602, 0o606, 0o666, 0o777])('is refused with mode %o', async (mode) => {
    const path = fileWithMode(mode);
    await expect(loadConfig({ path, env: {} })).rejects.toMatchObject({
      class: 'config',
      message: `The config file ${path} may be written by every user of this host`,
      hint: `Close it with: chmod o-w ${path}`,
    });
  });

  it.runIf(isRoot)('is refused where it is another group', async () => {
    const path = ownedBy(fileWithMode(0o660), 0, 12_345);
    await expect(loadConfig({ path, env: {} })).rejects.toMatchObject({
      class: 'config',
      message: `The config file ${path} may be written by group 12345`,
      hint: `Close it with: chmod g-w ${path}`,
    });
    chmodSync(path, 0o640);
    expect((await loadConfig({ path, env: {} })).cluster).toBe('theirs');
  });

  it('is read where it is the group of this process', async () => {
    expect((await loadConfig({ path: fileWithMode(0o660), env: {} })).cluster).toBe('theirs');
  });

  it.runIf(isRoot)('is refused where it belongs to another user', async () => {
    const path = ownedBy(fileWithMode(0o644), 12_345);
    await expect(loadConfig({ path, env: {} })).rejects.toMatchObject({
      class: 'config',
      message: `The config file ${path} belongs to user 12345, who may write it`,
      hint: `Give it to root with: chown root ${path}`,
    });
  });

  it('is refused where all may put another one in its place', async () => {
    const path = fileWithMode(0o600);
    const folder = dirname(path);
    chmodSync(folder, 0o777);
    const refused = {
      class: 'config',
      message: `The folder ${folder} of the config file may be written by every user of this host`,
      hint: `Close it with: chmod o-w ${folder}`,
    };
    await expect(loadConfig({ path, env: {} })).rejects.toMatchObject(refused);
    const link = join(temporaryFolder(), 'config.yaml');
    symlinkSync(path, link);
    await expect(loadConfig({ path: link, env: {} })).rejects.toMatchObject(refused);
    chmodSync(folder, 0o1777);
    expect((await loadConfig({ path, env: {} })).cluster).toBe('theirs');
    expect((await loadConfig({ path: link, env: {} })).cluster).toBe('theirs');
  });

  it('is refused as well where it was read before', async () => {
    const path = fileWithMode(0o600);
    const cache = createBootCache(openFolder(temporaryFolder()), 'config', 'trusted');
    await loadConfig({ path, env: {}, cache });
    chmodSync(dirname(path), 0o777);
    await expect(loadConfig({ path, env: {}, cache })).rejects.toThrow('every user of this host');
  });
});

describe('a config that is no file', () => {
  it.each(oddFiles.filter(([what]) => /FIFO|folder|device/.test(what)))(
    'is refused where it is %s',
    async (_what, put) => {
      const path = join(temporaryFolder(), 'config.yaml');
      put(path, '');
      await expect(loadConfig({ path, env: {} })).rejects.toMatchObject({
        class: 'config',
        message: `The config file ${path} is not a regular file`,
      });
    },
  );

  it('is refused where it is too large', async () => {
    const path = temporaryFile('config.yaml', `cluster: a # ${'x'.repeat(1024 * 1024)}`);
    await expect(loadConfig({ path, env: {} })).rejects.toMatchObject({
      class: 'config',
      message: `The config file ${path} is larger than 1048576 bytes`,
    });
  });

  it('is none where it is the null device, also behind a link', async () => {
    const link = join(temporaryFolder(), 'config.yaml');
    symlinkSync('/dev/null', link);
    for (const path of ['/dev/null', link]) {
      expect((await loadConfig({ path, env: {} })).addresses).toEqual([]);
    }
  });
});

describe('a token file', () => {
  const read = (path: string, env: Record<string, string> = {}): string =>
    loadToken(path, env).reveal();

  it.runIf(isRoot)('is refused where it belongs to another user', () => {
    const path = ownedBy(temporaryFile('token', 'theirs'), 12_345);
    expect(() => read(path)).toThrowError(
      expect.objectContaining({
        class: 'config',
        message: `The token file ${path} belongs to user 12345, who may put another one there`,
        hint: `Give it to root with: chown root ${path}`,
      }),
    );
  });

  it.runIf(isRoot)('is read where root shares it with a group', () => {
    const path = ownedBy(temporaryFile('token', 'shared', 0o640), 0, 12_345);
    expect(read(path)).toBe('shared');
  });

  it.runIf(isRoot)("is read where systemd has given it to the service's user", () => {
    const folder = temporaryFolder();
    const path = join(folder, 'do_token');
    writeFileSync(path, 'systemd', { mode: 0o400 });
    ownedBy(path, 12_345);
    ownedBy(folder, 12_345);
    expect(read('/nonexistent', { CREDENTIALS_DIRECTORY: folder })).toBe('systemd');
    ownedBy(path, 12_346);
    expect(() => read('/nonexistent', { CREDENTIALS_DIRECTORY: folder })).toThrowError(
      'user 12346',
    );
  });

  it.each(oddFiles.filter(([what]) => /FIFO|folder|device/.test(what)))(
    'is refused where it is %s',
    (_what, put) => {
      const path = join(temporaryFolder(), 'token');
      put(path, '');
      expect(() => read(path)).toThrowError(`The token file ${path} is not a regular file`);
    },
  );

  it('is refused where it is too large', () => {
    const path = temporaryFile('token', 'x'.repeat(65_537));
    expect(() => read(path)).toThrowError(`The token file ${path} is larger than 65536 bytes`);
  });

  it('may be behind a link', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets', 'token'), 'linked', { mode: 0o600 });
    symlinkSync('secrets/token', join(folder, 'token'));
    expect(read(join(folder, 'token'))).toBe('linked');
  });
});
