import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { arping } from '../../src/lib/arping.ts';
import { asFailure } from '../../src/ports/failure.ts';
import type { Failure } from '../../src/ports/failure.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Puts a program of that name before all others. */
function install(script: string): void {
  const { PATH } = process.env;
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'arping'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'arping'), 0o755);
  process.env['PATH'] = `${folder}:${PATH}`;
  onTestFinished(() => void (process.env['PATH'] = PATH));
}

async function announce(): Promise<Failure | undefined> {
  const { signal } = new AbortController();
  return await arping('192.0.2.1', 'eth0', signal).then(() => undefined, asFailure);
}

it('takes an announcement that nobody answers for made', async () => {
  install('exit 1');
  expect(await announce()).toBeUndefined();
});

it('says what to allow where arping is not allowed to give up its rights', async () => {
  install('echo "arping: setuid: Operation not permitted" >&2; exit 255');
  expect(await announce()).toMatchObject({
    class: 'config',
    message: 'arping failed: arping: setuid: Operation not permitted',
    hint: 'Let it have CAP_NET_RAW and, in a unit of systemd, SystemCallFilter=capset setuid: see hooks/floatip.service',
  });
});

it('has the interface checked where arping cannot use it', async () => {
  install('echo "Interface \\"eth0\\" is not ARPable" >&2; exit 2');
  expect((await announce())?.hint).toBe('Check the interface in the config');
});
