import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

import { describe, expect, it, onTestFinished } from 'vitest';

import { findForeignProcesses, seesAll } from '../../../src/lib/processes/foreign-process.ts';
import { ownStart, pidNamespace } from '../../../src/lib/processes/process-start.ts';

const contained = ['--pid', '--fork', '--kill-child', '--mount-proc'];
const canContain = spawnSync('unshare', [...contained, 'true']).status === 0 && seesAll();
if (!canContain) console.log('not tried with another pid namespace: that needs root on a host');

const own = { ...ownStart(), namespace: pidNamespace() ?? 0 };

describe('findForeignProcesses()', () => {
  it('knows this process, and that another one with its id has ended', () => {
    const processes = findForeignProcesses();
    expect(processes.hasEnded(own)).toBe(false);
    expect(processes.idHere(own)).toBe(process.pid);
    expect(processes.hasEnded({ ...own, ticks: own.ticks - 1 })).toBe(true);
  });

  // As it names itself: with the /proc of its namespace, and with that of the host.
  it.skipIf(!canContain).each([contained, contained.slice(0, 3)])(
    'knows whether a process of another namespace lives, by whatever id it noted',
    async (...options) => {
      const tell = 'echo $(cut -d" " -f1,22 /proc/self/stat) $(readlink /proc/self/ns/pid)';
      const child = spawn('unshare', [...options, 'sh', '-c', `${tell}; read _; true`], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      const [told] = await once(child.stdout, 'data');
      const processes = findForeignProcesses();
      // The shell is the first process of its namespace; cut was started a moment later.
      const namespace = Number(/\[(\d+)\]/.exec(String(told))?.[1]);
      const shell = shellOf(child.pid ?? 0);
      const process = { pid: 1, ticks: shell.ticks, namespace };
      const noted = [process, { ...process, pid: shell.pid }];
      for (const one of noted) {
        expect(processes.idHere(one)).toBe(shell.pid);
        expect(processes.hasEnded(one)).toBe(false);
      }
      expect(processes.hasEnded({ ...process, pid: 77 })).toBe(true);
      child.kill('SIGKILL');
      await once(child, 'exit');
      for (const one of noted) await expect.poll(() => processes.hasEnded(one)).toBe(true);
      expect(findForeignProcesses().hasEnded(process)).toBe(true);
    },
  );
});

function shellOf(parent: number): { pid: number; ticks: number } {
  const pid = Number(spawnSync('cat', [`/proc/${parent}/task/${parent}/children`]).stdout);
  const stat = String(spawnSync('cat', [`/proc/${pid}/stat`]).stdout);
  return { pid, ticks: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) };
}
