import { chownSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createBootCache } from '../../src/lib/files/boot-cache.ts';
import type { BootCache } from '../../src/lib/files/boot-cache.ts';
import { openFolder } from '../../src/lib/files/shared-folder.ts';
import { loadConfig } from '../support/clouds.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

const one =
  'addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }]\n';

function cacheIn(folder: string): BootCache {
  return createBootCache(openFolder(folder), 'config', 'trusted');
}

describe('a config that was parsed before', () => {
  it('is the same as when it was parsed', async () => {
    const path = temporaryFile('config.yaml', `${one}timing: { request: 400ms }\n`);
    const cache = cacheIn(temporaryFolder());
    const { cloud, ...parsed } = await loadConfig({ path, env: {}, cache });
    const again = await loadConfig({ path, env: {}, cache });
    expect(again).toMatchObject(parsed);
    const [name = ''] = parsed.clouds;
    expect((await again.cloud(name)).settings).toEqual((await cloud(name)).settings);
    expect(parsed.timing.requestMs).toBe(400);
  });

  it('is not parsed again', async () => {
    const path = temporaryFile('config.yaml', one);
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    await loadConfig({ path, env: {}, cache });
    const file = join(folder, 'config.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"web"', '"kept"'));
    const { addresses } = await loadConfig({ path, env: {}, cache });
    expect(addresses).toMatchObject([{ name: 'kept' }]);
  });

  it('counts no longer once the file has changed, for better or worse', async () => {
    const path = temporaryFile('config.yaml', one);
    const cache = cacheIn(temporaryFolder());
    await loadConfig({ path, env: {}, cache });
    writeFileSync(path, one.replace('web', 'api'));
    expect((await loadConfig({ path, env: {}, cache })).addresses).toMatchObject([{ name: 'api' }]);
    writeFileSync(path, one.replace('203.0.113.10', '203.0.113.300'));
    await expect(loadConfig({ path, env: {}, cache })).rejects.toThrow('an IPv4 address');
  });

  it.runIf(process.getuid?.() === 0).each([
    ['another user has kept it', (file: string) => chownSync(file, 65_534, 65_534)],
    [
      'a link leads to it',
      (file: string) => {
        renameSync(file, `${file}.real`);
        symlinkSync(`${file}.real`, file);
      },
    ],
  ])('is not believed where %s', async (_what, tamper) => {
    const path = temporaryFile('config.yaml', one);
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    await loadConfig({ path, env: {}, cache });
    const file = join(folder, 'config.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"web"', '"theirs"'));
    tamper(file);
    const { addresses } = await loadConfig({ path, env: {}, cache });
    expect(addresses).toMatchObject([{ name: 'web' }]);
  });

  it('is parsed where nothing can be kept', async () => {
    const path = temporaryFile('config.yaml', one);
    const cache = cacheIn('/dev/null/floatip');
    await loadConfig({ path, env: {}, cache });
    expect((await loadConfig({ path, env: {}, cache })).addresses).toHaveLength(1);
  });
});
