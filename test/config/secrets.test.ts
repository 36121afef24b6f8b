import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { loadKeyPair, loadToken } from '../support/clouds.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

function read(tokenFile: string | undefined, env: Record<string, string> = {}): string {
  return loadToken(tokenFile, env).reveal();
}

describe('a token', () => {
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

  it('takes an empty variable for one that is not set', () => {
    expect(read(undefined, { DO_TOKEN: '', DIGITALOCEAN_TOKEN: 'other' })).toBe('other');
    const file = temporaryFile('token', 'from-file');
    expect(read(file, { CREDENTIALS_DIRECTORY: '', DO_TOKEN: '' })).toBe('from-file');
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
      'a blank variable',
      () => read(undefined, { DO_TOKEN: ' ' }),
      'The variable DO_TOKEN is empty',
    ],
    ['an empty variable', () => read(undefined, { DO_TOKEN: '' }), 'There is no API token'],
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

describe('a key pair', () => {
  const noFiles = { secretIdFile: undefined, secretKeyFile: undefined };
  const environment = { TENCENTCLOUD_SECRET_ID: 'env-id', TENCENTCLOUD_SECRET_KEY: 'env-key' };

  function pairFrom(files: object, env: Record<string, string>) {
    const pair = loadKeyPair({ ...noFiles, ...files }, env);
    return pair && [pair.secretId, pair.secretKey, pair.token].map((secret) => secret?.reveal());
  }

  it('prefers systemd credentials to files, and files to the environment', () => {
    const folder = temporaryFolder();
    for (const name of ['id', 'key']) {
      writeFileSync(join(folder, `tencent_secret_${name}`), `systemd-${name}\n`, { mode: 0o400 });
    }
    const files = {
      secretIdFile: temporaryFile('id', 'file-id\n'),
      secretKeyFile: temporaryFile('key', 'file-key\n'),
    };
    const systemd = { ...environment, CREDENTIALS_DIRECTORY: folder };
    expect(pairFrom(files, systemd)).toEqual(['systemd-id', 'systemd-key', undefined]);
    expect(pairFrom(files, environment)).toEqual(['file-id', 'file-key', undefined]);
    expect(pairFrom({}, environment)).toEqual(['env-id', 'env-key', undefined]);
    expect(pairFrom({}, {})).toBeUndefined();
  });

  it('takes a token from beside its pair only', () => {
    const env = { ...environment, TENCENTCLOUD_TOKEN: 'env-token' };
    expect(pairFrom({}, env)).toEqual(['env-id', 'env-key', 'env-token']);
    const files = {
      secretIdFile: temporaryFile('id', 'file-id'),
      secretKeyFile: temporaryFile('key', 'file-key'),
    };
    expect(pairFrom(files, env)).toEqual(['file-id', 'file-key', undefined]);
    const odd = { ...environment, TENCENTCLOUD_TOKEN: 'no token' };
    expect(pairFrom(files, odd)).toEqual(['file-id', 'file-key', undefined]);
    expect(() => pairFrom({}, odd)).toThrow('holds more than a token');
  });

  it('takes empty variables for ones that are not set', () => {
    const none = {
      TENCENTCLOUD_SECRET_ID: '',
      TENCENTCLOUD_SECRET_KEY: '',
      TENCENTCLOUD_TOKEN: '',
    };
    expect(pairFrom({}, none)).toBeUndefined();
    const noToken = { ...environment, TENCENTCLOUD_TOKEN: '' };
    expect(pairFrom({}, noToken)).toEqual(['env-id', 'env-key', undefined]);
  });

  it('never puts two halves together', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'tencent_secret_id'), 'systemd-id', { mode: 0o400 });
    expect(() => pairFrom({}, { ...environment, CREDENTIALS_DIRECTORY: folder })).toThrow(
      'There is no secret key',
    );
    expect(() => pairFrom({}, { TENCENTCLOUD_SECRET_KEY: 'env-key' })).toThrow(
      'There is no secret id',
    );
  });
});
