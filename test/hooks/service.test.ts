import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { temporaryFile } from '../support/temporary.ts';

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!hasSystemd) console.log('hooks/floatip.service is not verified: there is no systemd-analyze');

/** The unit with a program that is there. */
function installedUnit(): string {
  const text = readFileSync('hooks/floatip.service', 'utf8');
  return temporaryFile('floatip.service', text.replaceAll('/usr/bin/floatip', '/bin/true'), 0o644);
}

describe.skipIf(!hasSystemd)('hooks/floatip.service', () => {
  it('is a unit without mistakes', () => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', installedUnit()]);
    // It looks at the other units of this machine as well.
    const complaints = String(stderr)
      .split('\n')
      .filter((line) => line.includes('floatip'));
    expect({ status, complaints }).toEqual({ status: 0, complaints: [] });
  });

  it('is exposed little', () => {
    const { stdout } = spawnSync('systemd-analyze', [
      'security',
      '--offline=true',
      installedUnit(),
    ]);
    const [, score] = /exposure level for floatip.service: ([\d.]+)/.exec(String(stdout)) ?? [];
    console.log(`exposure ${score}`);
    expect(Number(score)).toBeLessThanOrEqual(3);
  });
});
