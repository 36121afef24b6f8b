import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';

import { onTestFinished } from 'vitest';

import type { PageCommand } from '../lab/bare/page-steps.ts';

const programs = ['/usr/sbin/keepalived', '/usr/sbin/nginx', '/usr/bin/openssl'];

/** Whether all that two bare hosts need is here, and this user may make them. */
export const canHaveBareHosts =
  programs.every((program) => existsSync(program)) &&
  spawnSync('unshare', ['--net', '--mount', '--pid', '--fork', 'true']).status === 0;
if (!canHaveBareHosts)
  console.log('not tried on bare hosts: that needs keepalived, nginx and root');

/** What became of a command of a page. */
interface Performed extends PageCommand {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Way {
  readonly performed: readonly Performed[];
  readonly tookS: number;
}

/** Goes the way of a page on two bare hosts. */
export async function goTheWayOf(page: string): Promise<Way> {
  const spaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const script = [process.execPath, '--import', 'tsx', 'test/lab/bare/main.ts', page];
  const child = spawn('unshare', [...spaces, ...script], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const lines = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const { tookS } = lines.pop() ?? {};
  if (typeof tookS !== 'number') throw new Error(`The way was not gone to its end: ${stderr}`);
  return { performed: lines, tookS };
}
