import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { temporaryFolder } from '../support/temporary.ts';
import { packages } from './host.ts';

const init =
  'init --address digitalocean-reserved-ip:203.0.113.10 --self 10.10.0.2 --peer 10.10.0.3 --interface eth1 --by both --check nginx --write pair';

it.skipIf(packages === '')('the one file writes a set-up, with nothing beside it', () => {
  const cwd = temporaryFolder();
  const file = join(cwd, 'floatip');
  copyFileSync(join(packages, 'here', 'floatip-linux-x64'), file);
  execFileSync(file, init.split(' '), { cwd, env: {}, stdio: 'ignore' });
  for (const name of ['check-service', 'keepalived-notify']) {
    const written = readFileSync(join(cwd, 'pair/10.10.0.2/etc/floatip', name), 'utf8');
    expect(written).toBe(readFileSync(join('hooks', name), 'utf8'));
  }
});
