import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { searchForSecrets } from '../../.config/leaks.mjs';
import { temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

describe('the search for secrets', () => {
  it.each([
    ['plain', `Authorization: Bearer ${token}`],
    ['in base64', Buffer.from(`Bearer ${token}`).toString('base64')],
    ['in base64, shifted', Buffer.from(`xBearer ${token}`).toString('base64')],
    ['in base64, shifted twice', Buffer.from(`xyBearer ${token}`).toString('base64')],
  ])('finds one %s', (_how, text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'planted.log'), `before ${text} after`);
    writeFileSync(join(folder, 'clean.log'), 'nothing here: [redacted]');
    const { files, found } = searchForSecrets(folder);
    expect({ files, found }).toEqual({ files: 2, found: [join(folder, 'planted.log')] });
  });
});
