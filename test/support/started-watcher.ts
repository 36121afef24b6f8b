import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

import { onTestFinished } from 'vitest';

/** The built `floatip watch` with its pages, as a process of its own. */
export interface StartedWatcher {
  readonly child: ChildProcess;
  /** Of its pages. */
  readonly url: string;
}

export async function startWatcher(env: Readonly<Record<string, string>>): Promise<StartedWatcher> {
  const args = ['bin/floatip.js', 'watch', '--listen', '127.0.0.1:0', '--log-format', 'json'];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stderr })) {
    const url = /"url":"([^"]+)"/.exec(line)?.[1];
    if (url !== undefined) {
      child.stderr.resume();
      return { child, url };
    }
  }
  throw new Error('The watcher ended');
}
