import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { configFilesOnDisk } from '../../../src/triggers/keepalived-config/config-files-on-disk.ts';
import { temporaryFolder } from '../../support/temporary.ts';

it.each([
  ['*.conf', ['a.conf', 'b+1.conf']],
  ['?.conf', ['a.conf']],
  ['[ab]*', ['a.conf', 'b+1.conf', 'b.bak']],
  ['[!a]*.conf', ['b+1.conf']],
  ['b+1.conf', ['b+1.conf']],
  ['gone.conf', []],
  ['gone/*.conf', []],
  ['.*', ['.hidden.conf']],
])('finds the files that an include names: %s', (pattern, expected) => {
  const folder = temporaryFolder();
  for (const name of ['b+1.conf', 'a.conf', '.hidden.conf', 'b.bak']) {
    writeFileSync(join(folder, name), '');
  }
  const { match } = configFilesOnDisk();
  const paths = expected.map((name) => join(folder, name));
  expect(match(pattern, folder)).toEqual(paths);
  expect(match(join(folder, pattern), '/')).toEqual(paths);
});
