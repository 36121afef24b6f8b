import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { bootFolder } from '../support/boot-folder.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { holder, startWatching, twoAddresses as config } from '../support/watching.ts';

it('keeps in mind so many instances that nothing follows, and all that an address follows', async () => {
  const runtimeFolder = temporaryFolder();
  const watching = await startWatching({ config, runtimeFolder });
  await watching.pass(1000);
  for (let count = 0; count < 1500; count += 1) watching.hear('MASTER', `stranger ${count}`);
  watching.hear('MASTER');
  await watching.pass(5000);
  expect(holder(watching)).toBe(222);
  expect(readdirSync(join(bootFolder(runtimeFolder), 'events'))).toHaveLength(901);
  const told = watching.logged.filter((line) => line.startsWith('warn: '));
  expect(told).toEqual(['warn: more instances than are kept in mind']);
  expect(watching.journal().filter((line) => line.includes('"event"'))).toHaveLength(901);
});
