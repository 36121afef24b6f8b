import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { digitalOceanTokenSources, loadSecret } from '../../src/config/secrets.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

function read(tokenFile: string | undefined, env: Record<string, string> = {}): string {
  return loadSecret(digitalOceanTokenSources(tokenFile), env).reveal();
}

describe('loadSecret()', () => {
  it('prefers the systemd credential to the file, and the file to the environment', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'do_token'), 'from-credential\n');
    chmodSync(join(folder, 'do_token'), 0o400);
    const file = temporaryFile('token', 'from-file\n');
    const env = { DO_TOKEN: 'from-do', DIGITALOCEAN_TOKEN: 'from-digitalocean' };
    expect(read(file, { ...env, CREDENTIALS_DIRECTORY: folder })).toBe('from-credential');
    expect(read(file, { ...env, CREDENTIALS_DIRECTORY: temporaryFolder() })).toBe('from-file');
    expect(read(undefined, env)).toBe('from-do');
    expect(read(undefined, { DIGITALOCEAN_TOKEN: 'from-digitalocean' })).toBe('from-digitalocean');
  });

  it('accepts a file that only the group may read besides its owner', () => {
    expect(read(temporaryFile('token', 'secret', 0o640))).toBe('secret');
  });

  it.each([0o644, 0o604, 0o602, 0o666])('refuses a file of mode %o', (mode) => {
    expect(() => read(temporaryFile('token', token, mode))).toThrow(
      'is open to every user of this host',
    );
  });

  it.each([
    ['an empty file', () => read(temporaryFile('token', '\n')), 'is empty'],
    [
      'an empty variable',
      () => read(undefined, { DO_TOKEN: '' }),
      'The variable DO_TOKEN is empty',
    ],
    [
      'a missing file',
      () => read('/nonexistent/token', { DO_TOKEN: token }),
      'Cannot read the token file /nonexistent/token: ENOENT',
    ],
    ['a folder', () => read('/etc'), 'is not a regular file'],
    ['two lines', () => read(temporaryFile('token', 'a\nb\n')), 'holds more than a token'],
    ['nothing at all', () => read(undefined), 'There is no API token'],
  ])('refuses %s', (_what, attempt, message) => {
    expect(attempt).toThrow(message);
  });
});
