import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { removeFolder } from './remove-folder.ts';

it('removes a folder in which a process goes on to make files for a while', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'floatip-test-'));
  const making = `i=0; while [ $i -lt 300 ]; do i=$((i + 1)); mkdir -p "$0/run/$i"; done; echo`;
  const child = spawn('sh', ['-c', making, folder], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  while (!existsSync(join(folder, 'run', '5'))) await new Promise((go) => setTimeout(go, 5));
  removeFolder(folder);
  await ended;
  removeFolder(folder);
  expect(existsSync(folder)).toBe(false);
});
