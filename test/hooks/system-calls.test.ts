import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../support/temporary.ts';

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const canTrace =
  hasSystemd &&
  process.getuid?.() === 0 &&
  [
    ['strace', '-V'],
    ['arping', '-V'],
    ['ip', '-V'],
    ['unshare', '-n', 'true'],
  ].every(([program = '', ...args]) => spawnSync(program, args).status === 0);
if (!canTrace) {
  console.log(
    'what arping calls is not traced: that takes root, systemd-analyze, strace and arping',
  );
}

/** What systemd calls by a name that begins with @: its lines, without comments. */
function setOf(name: string): string[] {
  const { stdout } = spawnSync('systemd-analyze', ['syscall-filter', name], { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => line.startsWith(' '));
  const entries = lines.map((line) => line.trim()).filter((line) => !line.startsWith('#'));
  expect(entries.length).toBeGreaterThan(0);
  return entries.flatMap(callsOf);
}

function callsOf(name: string): string[] {
  return name.startsWith('@') ? setOf(name) : [name];
}

/** The system calls that the unit allows: what its lines add and remove, one after the other. */
function allowedCalls(): ReadonlySet<string> {
  const text = readFileSync('hooks/floatip.service', 'utf8');
  // These are always allowed.
  const allowed = new Set(setOf('@default'));
  for (const [, not, names = ''] of text.matchAll(/^SystemCallFilter=(~?)(.*)$/gm)) {
    for (const call of names.split(' ').flatMap(callsOf)) {
      if (not === '~') allowed.delete(call);
      else allowed.add(call);
    }
  }
  return allowed;
}

/** The system calls that an announcement takes, made in a network of its own. */
function callsOfArping(): string[] {
  const log = join(temporaryFolder(), 'calls');
  const steps = [
    'ip link add one type veth peer name two',
    'ip link set one up',
    'ip link set two up',
    'ip address add 192.0.2.1/24 dev one',
    `exec strace -f -qq -o ${log} arping -U -c 1 -I one -s 192.0.2.1 192.0.2.1`,
  ];
  spawnSync('unshare', ['-n', 'sh', '-ec', steps.join('\n')]);
  const calls = readFileSync(log, 'utf8').matchAll(/^\d+ +(\w+)\(/gm);
  return [...new Set([...calls].map(([, call = '']) => call))];
}

describe.skipIf(!hasSystemd)('hooks/floatip.service', () => {
  it('lets arping give up its rights, and nobody trace another process', () => {
    const allowed = allowedCalls();
    const needed = ['capget', 'capset', 'prctl', 'setuid', 'socket', 'sendto'];
    expect(needed.filter((call) => !allowed.has(call))).toEqual([]);
    const dangerous = ['ptrace', 'process_vm_readv', 'chown', 'chroot', 'setgroups'];
    expect(dangerous.filter((call) => allowed.has(call))).toEqual([]);
  });

  it.skipIf(!canTrace)('allows all that arping calls', () => {
    const allowed = allowedCalls();
    const calls = callsOfArping();
    expect(calls).toContain('sendto');
    expect(calls.filter((call) => !allowed.has(call))).toEqual([]);
  });
});
