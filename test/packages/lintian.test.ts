import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { packages } from './host.ts';

const canLook = packages !== '' && spawnSync('lintian', ['--version']).status === 0;

describe.skipIf(!canLook)('lintian', () => {
  const debs = canLook
    ? readdirSync(join(packages, 'here')).filter((name) => name.endsWith('.deb'))
    : [];

  it.each(debs)('has nothing to say of %s', { timeout: 600_000 }, (name) => {
    const options = ['--allow-root', '--fail-on', 'warning', '--no-tag-display-limit'];
    const { stdout } = spawnSync('lintian', [...options, join(packages, 'here', name)], {
      encoding: 'utf8',
    });
    expect(stdout.split('\n').filter((line) => /^[EW]:/.test(line))).toEqual([]);
  });
});
