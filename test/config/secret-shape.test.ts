import { describe, expect, it } from 'vitest';

import { conflictsOf } from '../../src/config/secret-conflicts.ts';
import { tokenOf } from '../../src/providers/digitalocean/settings.ts';
import { keyPairOf } from '../../src/providers/tencent/settings.ts';
import { loadToken } from '../support/clouds.ts';
import { temporaryFile } from '../support/temporary.ts';
import { secretKey, token } from '../support/token.ts';

function read(text: string): string {
  return loadToken(temporaryFile('do_token', text), {}).reveal();
}

function thrownBy(text: string): Error {
  try {
    return new Error(`It was taken: ${read(text).length}`);
  } catch (error) {
    return error as Error;
  }
}

describe('a secret with something around it', () => {
  it.each([
    [`DO_TOKEN=${token}`, 'holds an assignment, DO_TOKEN=…: leave DO_TOKEN= out'],
    [`DO_TOKEN = ${token}`, 'holds an assignment, DO_TOKEN=…'],
    [`export DO_TOKEN=${token}`, 'holds an assignment, DO_TOKEN=…'],
    [`DO_TOKEN="${token}"`, 'holds an assignment, DO_TOKEN=…'],
    [`token=${token}`, 'holds an assignment, with a name and = in front'],
    [`"${token}"`, 'stands in quotes: leave them out'],
    [`'${token}'`, 'stands in quotes'],
    [`“${token}”`, 'stands in quotes'],
    [`"${token}`, 'has a quote at one end'],
    [`Bearer ${token}`, 'begins with Bearer or the like'],
    [`Authorization: Bearer ${token}`, 'holds a header'],
    [`token: ${token}`, 'holds a key and a colon in front'],
    [`{"token":"${token}"}`, 'holds JSON'],
    ['${DO_TOKEN}', 'holds the name of a variable that nobody has filled in'],
    ['$DO_TOKEN', 'holds the name of a variable that nobody has filled in'],
    ['<your token>', 'holds a placeholder'],
    ['your_token_here', 'holds a placeholder'],
    [`${token}\\n`, 'ends with the two characters \\n'],
  ])('is refused with what to leave out: %#', (text, mistake) => {
    const error = thrownBy(`${text}\n`);
    expect(error).toMatchObject({
      class: 'config',
      hint: 'Put the API token there and nothing else',
    });
    expect(error.message).toContain(mistake);
    expect(error.message).not.toContain(token);
  });

  it.each([`${token}\r\n`, `\uFEFF${token}`, ` ${token} `])(
    'is read without white space: %#',
    (text) => {
      expect(read(text)).toBe(token);
    },
  );

  it.each(['Zm9vYmFyYmF6cXV4==', 'abc=', 'a=='])('may end in padding: %s', (text) => {
    expect(read(text)).toBe(text);
  });

  it('is refused in a variable as well', () => {
    const env = { DO_TOKEN: `'${token}'` };
    expect(() => loadToken(undefined, env)).toThrow(
      'The variable DO_TOKEN stands in quotes: leave them out',
    );
  });
});

describe('conflictsOf()', () => {
  function conflicts(tokenFile: string | undefined, env: Record<string, string>) {
    return conflictsOf(tokenOf({ tokenFile }), env);
  }

  it('tells which of two tokens is used, and nothing of them', () => {
    const file = temporaryFile('do_token', `${token}\n`);
    expect(conflicts(file, { DO_TOKEN: 'new' })).toEqual([
      `the API token of the file ${file} is used, and that of the environment variable DO_TOKEN is another one: remove the one that is not meant`,
    ]);
    expect(conflicts(file, { DO_TOKEN: token, DIGITALOCEAN_TOKEN: token })).toEqual([]);
    expect(conflicts(undefined, { DO_TOKEN: 'a', DIGITALOCEAN_TOKEN: 'b' })).toHaveLength(1);
    expect(conflicts('/nonexistent', { DO_TOKEN: 'a' })).toEqual([]);
  });

  it('tells of a byte order mark, which is left out', () => {
    const file = temporaryFile('do_token', `\uFEFF${token}\n`);
    expect(conflicts(file, {})).toEqual([
      `the file ${file} begins with a byte order mark (BOM), which is left out: save it without`,
    ]);
  });

  it('compares key pairs as a whole', () => {
    const id = temporaryFile('id', 'id');
    const spec = keyPairOf({ secretIdFile: id, secretKeyFile: temporaryFile('key', secretKey) });
    const env = { TENCENTCLOUD_SECRET_ID: 'id', TENCENTCLOUD_SECRET_KEY: secretKey };
    expect(conflictsOf(spec, env)).toEqual([]);
    const other = { ...env, TENCENTCLOUD_SECRET_KEY: 'other' };
    expect(conflictsOf(spec, other)).toEqual([
      `the key pair of the file ${id} is used, and that of the environment variable TENCENTCLOUD_SECRET_ID is another one: remove the one that is not meant`,
    ]);
  });
});
