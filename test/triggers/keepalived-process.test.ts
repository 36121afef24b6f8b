import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { keepalivedAt } from '../../src/triggers/keepalived-process.ts';
import { canRunKeepalived, startKeepalived, until } from '../support/real-keepalived.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

function makeFifo(): string {
  const fifo = join(temporaryFolder(), 'fifo');
  expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
  return fifo;
}

interface Program {
  readonly path: string;
  /** What it is told that it was started as. */
  readonly argv0?: string;
}

/** A process that has the FIFO open both ways, as keepalived does. */
async function startWriter({ path, argv0 = path }: Program, fifo: string): Promise<ChildProcess> {
  const child = spawn(path, ['-c', `exec 3<>${fifo}; echo open; read _`], {
    argv0,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

describe('keepalivedAt()', () => {
  it('knows a keepalived, whatever it calls its processes', async () => {
    const fifo = makeFifo();
    const { pid } = await startWriter({ path: '/bin/sh', argv0: '/usr/sbin/keepalived' }, fifo);
    expect(keepalivedAt(fifo)).toMatchObject({ pid });
  });

  it.each(['keepalived_notify.sh', 'keepalived'])(
    'does not take a script called %s for it',
    async (name) => {
      const fifo = makeFifo();
      const script = `#!/bin/sh\nexec 3<>${fifo}; echo open; read _\n`;
      await startWriter({ path: temporaryFile(name, script, 0o700) }, fifo);
      expect(keepalivedAt(fifo)).toBeUndefined();
    },
  );

  it.skipIf(!canRunKeepalived)(
    'knows one of another name beside somebody who reads, and was started later',
    async () => {
      const fifo = join(temporaryFolder(), 'fifo');
      startKeepalived({ name: 'vrrpd', global: [`vrrp_notify_fifo ${fifo}`] });
      await until('the FIFO is open', () => keepalivedAt(fifo) !== undefined);
      const before = keepalivedAt(fifo);
      const { pid } = await startWriter({ path: '/bin/sh', argv0: 'log-reader' }, fifo);
      expect(before?.pid).not.toBe(pid);
      expect(keepalivedAt(fifo)).toEqual(before);
    },
  );
});
