import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { configSchema } from '../../.config/reference/json-schema.ts';
import { allCommands, commandLine, fullName } from '../../.config/reference/options.ts';
import { manualPages } from '../../contrib/packaging/man/pages.ts';
import { tablesIn } from '../../contrib/packaging/man/tables.ts';
import { temporaryFolder } from '../support/temporary.ts';

const pages = manualPages({ date: 1_700_000_000, version: 'floatip 9.9.9' });
const commands = allCommands(commandLine());

/** What the page says where nothing is emphasised and a hyphen is a hyphen. */
function textOf(file: string): string {
  const source = pages.get(file) ?? '';
  return source.replaceAll(/\\f[BR]/g, '').replaceAll(String.raw`\-`, '-');
}

describe('manual pages', () => {
  it.each(commands.map((one) => [fullName(one), one] as const))(
    'of %s have all that its help has',
    (name, command) => {
      const text = textOf(`${name.replaceAll(' ', '-')}.1`);
      expect(text).toContain(command.description());
      for (const { flags, description } of command.options) {
        expect(text).toContain(`${flags}\n${description}`);
      }
    },
  );

  it('name each command of floatip, and its exit codes', () => {
    const text = textOf('floatip.1');
    for (const command of commandLine().commands) expect(text).toContain(fullName(command));
    expect(text).toContain('Exit codes: 0 it is ours');
  });

  it('of the config have each kind that the schema has', () => {
    const kinds = [...JSON.stringify(configSchema()).matchAll(/"kind":\{"const":"([^"]+)"/g)];
    expect(kinds.length).toBeGreaterThan(4);
    for (const [, kind] of kinds) expect(textOf('floatip.yaml.5')).toContain(`.SS "${kind}"`);
    expect(textOf('floatip.yaml.5')).toContain('needed');
  });

  it('are not made from tables that are gone', () => {
    expect(() => tablesIn('# no table', 'settings')).toThrow('no table of settings');
  });

  describe.each([
    ['groff', ['-man', '-ww', '-Kutf8', '-Tutf8', '-z']],
    ['mandoc', ['-Tlint', '-Wwarning']],
  ])('set by %s', (program, options) => {
    const isThere = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
    if (!isThere) console.log(`the manual pages are not set by ${program}: it is not here`);

    it.skipIf(!isThere)('are set without a warning', () => {
      const folder = temporaryFolder();
      for (const [name, text] of pages) {
        const file = join(folder, name);
        writeFileSync(file, text);
        const { stdout, stderr, status } = spawnSync(program, [...options, file], {
          encoding: 'utf8',
        });
        expect({ name, stdout, stderr, status }).toEqual({
          name,
          stdout: '',
          stderr: '',
          status: 0,
        });
      }
    });
  });
});
