import { describe, expect, it } from 'vitest';

import { terminalOf, whoRuns } from '../../../src/lib/processes/who-runs.ts';

describe('terminalOf()', () => {
  it.each([
    ['7 (node) S 1 7 7 34816 7 0', 'pts/0'],
    ['7 (a) b) (c) S 1 7 7 34819 7 0', 'pts/3'],
    ['7 (node) S 1 7 7 1083392 7 0', 'pts/256'],
    ['7 (node) S 1 7 7 1025 7 0', 'tty1'],
    ['7 (node) S 1 7 7 1088 7 0', 'ttyS0'],
    ['7 (node) S 1 7 7 58624 7 0', 'terminal 229:0'],
    ['7 (node) S 1 7 7 0 -1 0', undefined],
    ['', undefined],
    ['7 (node)', undefined],
  ])('%s: %s', (stat, terminal) => {
    expect(terminalOf(stat)).toBe(terminal);
  });
});

describe('whoRuns()', () => {
  it('names who became another user', () => {
    const { user, as } = whoRuns({ SUDO_USER: 'alice' });
    expect(user).toBe('alice');
    expect(as).toMatch(/\S/);
    expect(whoRuns({ DOAS_USER: 'bob' }).user).toBe('bob');
  });

  it('names somebody in any case, and never a command line', () => {
    const runner = whoRuns({ SUDO_COMMAND: '/usr/bin/floatip --token x' });
    expect(runner.user).toMatch(/\S/);
    expect(JSON.stringify(runner)).not.toContain('token');
  });
});
