import { spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { commandLine } from '../../.config/reference/options.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFile } from '../support/temporary.ts';

/** What bin/floatip.js prints by itself, without the program. */

const names = readdirSync('dist/help');

function kept(name: string): string {
  return readFileSync(join('dist/help', name), 'utf8');
}

/** What is installed, but for the texts: the program prints its helps itself. */
const folder = mkdtempSync(join(tmpdir(), 'floatip-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
for (const part of ['bin', 'dist']) cpSync(part, join(folder, part), { recursive: true });
rmSync(join(folder, 'dist/help'), { recursive: true });
const without = join(folder, 'bin/floatip.js');

describe('a help that was made when floatip was built', () => {
  it('is there for each command', () => {
    const commands = commandLine().commands.map((command) => command.name());
    expect(names.toSorted()).toEqual(['floatip', ...commands].toSorted());
  });

  it.each(names)('is what the program prints: %s', async (name) => {
    const words = name === 'floatip' ? ['--help'] : [name, '--help'];
    const byProgram = await runCli(words, { script: without });
    expect(byProgram).toEqual({ code: 0, stdout: kept(name), stderr: '' });
  });

  it.each([
    [['--help'], 'floatip'],
    [['-h'], 'floatip'],
    [['help'], 'floatip'],
    [['help', 'watch'], 'watch'],
    [['watch', '-h'], 'watch'],
  ])('is printed for %j', async (words, name) => {
    expect(await runCli(words)).toEqual({ code: 0, stdout: kept(name), stderr: '' });
  });

  it.each([
    [['help', 'nothing']],
    [['nothing', '--help']],
    [['--help', '--json']],
    [['../floatip', '-h']],
  ])('is left to the program for %j', async (words) => {
    expect(await runCli(words)).toEqual(await runCli(words, { script: without }));
  });

  it('goes to a file, from where that one is', () => {
    const path = temporaryFile('out', 'before\n');
    const fd = openSync(path, 'a');
    spawnSync(process.execPath, ['bin/floatip.js', '--help'], { stdio: ['ignore', fd, 'ignore'] });
    closeSync(fd);
    expect(readFileSync(path, 'utf8')).toBe(`before\n${kept('floatip')}`);
  });

  it('is told to be lost on a full disk', () => {
    const fd = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, ['bin/floatip.js', '--help'], {
      stdio: ['ignore', fd, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(fd);
    expect(status).toBe(3);
    expect(stderr).toContain('ENOSPC');
  });
});
