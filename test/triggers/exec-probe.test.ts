import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { systemClock } from '../../src/lib/time/clock.ts';
import { openExecProbe } from '../../src/triggers/polled/exec-probe.ts';
import type { ProbeAnswer } from '../../src/triggers/polled/probe.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

function script(text: string): string {
  const path = temporaryFile('am-i-master', `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

const never = new AbortController().signal;

async function ask(text: string, timeoutMs = 10_000, env = process.env): Promise<ProbeAnswer> {
  const probe = openExecProbe({ argv: [script(text)], timeoutMs, clock: systemClock, env });
  return await probe.ask(never);
}

describe('openExecProbe()', () => {
  it.each([
    ['exit 0', 'hold'],
    ['exit 1', 'do not'],
  ])('takes %s for: %s', async (text, says) => {
    expect((await ask(text)).says).toBe(says);
  });

  it.each([
    ['exit 2', 'it ended with 2'],
    ['kill -9 $$', 'it got SIGKILL'],
  ])('takes %s for no answer', async (text, why) => {
    await expect(ask(text)).rejects.toThrow(why);
  });

  it('takes a program that is not there for no answer', async () => {
    const argv = ['/nonexistent/am-i-master'];
    const probe = openExecProbe({ argv, timeoutMs: 1000, clock: systemClock, env: {} });
    await expect(probe.ask(never)).rejects.toThrow('gave no answer: ENOENT');
  });

  it('ends what takes too long, with all that it has started', async () => {
    const path = join(temporaryFolder(), 'pid');
    await expect(ask(`sleep 1000 & echo $! >${path}; wait`, 500)).rejects.toThrow('within 0.5 s');
    const pid = Number(readFileSync(path, 'utf8'));
    await expect.poll(() => existsSync(`/proc/${pid}/cwd`), { timeout: 10_000 }).toBe(false);
  });

  it('keeps secrets from it', async () => {
    const env = { ...process.env, DO_TOKEN: 'x', AWS_SECRET_ACCESS_KEY: 'x', KEPT: 'x' };
    const text = '[ -z "$DO_TOKEN$AWS_SECRET_ACCESS_KEY" ] && [ -n "$KEPT" ]';
    expect((await ask(text, 10_000, env)).says).toBe('hold');
  });
});
