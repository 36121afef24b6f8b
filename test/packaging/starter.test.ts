import { cpSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { runCli } from '../support/run-cli.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** A copy of what is installed, without what V8 compiled. */
function freshCopy(): string {
  const folder = temporaryFolder();
  for (const part of ['bin', 'dist']) cpSync(part, join(folder, part), { recursive: true });
  for (const file of caches(folder)) rmSync(join(folder, 'dist', file));
  return folder;
}

function caches(folder: string): string[] {
  return readdirSync(join(folder, 'dist')).filter((name) => name.endsWith('.cache'));
}

describe('bin/floatip.js', () => {
  it('keeps what V8 compiled, best of all that of a takeover', async () => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    await runCli(['--version'], { script });
    expect(caches(folder)).toHaveLength(1);
    // Hooks of another user start with it as well.
    const [kept = ''] = caches(folder);
    expect(statSync(join(folder, 'dist', kept)).mode & 0o777).toBe(0o644);
    const served = await startServedCloud();
    const metadata = served.metadata.get('222');
    const run = await runCli(['assign', '203.0.113.10'], {
      script,
      endpoint: served.endpoint,
      metadata,
    });
    expect(run.code).toBe(0);
    expect(caches(folder).filter((name) => name.includes('takeover'))).toHaveLength(1);
  });

  it.each([
    ['empty', 'cache', ''],
    ['garbage', 'cache', 'x'.repeat(1000)],
    ['garbage of a takeover', 'takeover.cache', 'x'.repeat(1000)],
  ])('starts with a cache that is %s, and replaces it', async (_what, ending, text) => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    await runCli(['--version'], { script });
    const [name = ''] = caches(folder);
    const path = join(folder, 'dist', name.replace(/cache$/, ending));
    writeFileSync(path, text);
    expect((await runCli(['--version'], { script })).stdout).toMatch(/^floatip /);
    expect(statSync(path).size).toBeGreaterThan(10_000);
    expect((await runCli(['--version'], { script })).stderr).toBe('');
  });

  it('starts where it may not write', async () => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    const env = { NODE_OPTIONS: `--require=${readOnly(folder)}` };
    const run = await runCli(['--version'], { script, env });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(caches(folder)).toEqual([]);
  });
});

/** Makes every write fail, as it would for an ordinary user. */
function readOnly(folder: string): string {
  const path = join(folder, 'read-only.cjs');
  const refuse = "() => { throw Object.assign(new Error('read-only'), { code: 'EACCES' }); }";
  writeFileSync(path, `require('node:fs').writeFileSync = ${refuse};\n`);
  return path;
}
