import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { describe, expect, it } from 'vitest';

import { isAlive, ownStart } from '../../src/lib/process-start.ts';

describe('isAlive()', () => {
  it('knows this process, and not another one with its id', () => {
    const own = ownStart();
    expect(own).toMatchObject({ pid: process.pid, ticks: expect.any(Number) });
    expect(isAlive(own)).toBe(true);
    expect(isAlive({ ...own, ticks: own.ticks - 1 })).toBe(false);
  });

  it('does not know a process that is gone', async () => {
    const child = spawn('sh', ['-c', 'cut -d" " -f22 /proc/$$/stat; read _'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const [text] = await once(child.stdout, 'data');
    const start = { pid: child.pid ?? 0, ticks: Number(text) };
    expect(isAlive(start)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(start)).toBe(false);
  });
});
