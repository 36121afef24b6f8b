import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { describe, expect, it } from 'vitest';

import {
  hasEnded,
  isAlive,
  ownStart,
  pidNamespace,
  readProcess,
} from '../../../src/lib/processes/process-start.ts';

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

describe('hasEnded()', () => {
  const own = { ...ownStart(), namespace: pidNamespace() ?? 0 };

  it('knows who is here, and that one who is not has ended', () => {
    expect(hasEnded(own)).toBe(false);
    expect(hasEnded({ ...own, ticks: own.ticks - 1 })).toBe(true);
  });

  it('claims nothing of a process of another pid namespace', () => {
    expect(hasEnded({ ...own, ticks: own.ticks - 1, namespace: own.namespace + 1 })).toBe(false);
  });
});

describe('readProcess()', () => {
  it('knows the parent, and when a process was started', () => {
    expect(readProcess('self')).toEqual({ parent: process.ppid, ticks: ownStart().ticks });
    expect(readProcess(2 ** 22 + 1)).toBeUndefined();
  });
});
