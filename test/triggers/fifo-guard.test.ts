import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { FifoUse } from '../../src/ports/host.ts';
import { guardFifo } from '../../src/triggers/fifo-guard.ts';
import type { FifoGuard } from '../../src/triggers/fifo-guard.ts';
import { fifoUse } from '../../src/triggers/fifo-use.ts';
import { isFifoLine } from '../../src/triggers/keepalived-event.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { temporaryFolder } from '../support/temporary.ts';

interface Seen {
  use: FifoUse;
  trouble: string | undefined;
  isRunning: boolean;
}

interface Guarded {
  readonly guard: FifoGuard;
  readonly logged: readonly string[];
  /** What it gets to see. */
  readonly seen: Seen;
  /** Lets it look so many times. */
  look(times?: number): Promise<void>;
}

const nobody: FifoUse = { writers: [], readers: [], isPartial: false };

function guarded(path = '/run/fifo'): Guarded {
  const clock = new FakeClock();
  const logged: string[] = [];
  const seen: Seen = { use: nobody, trouble: undefined, isRunning: false };
  const guard = guardFifo({
    path,
    clock,
    host: {
      fifoUse: () => seen.use,
      runningKeepalived: () => (seen.isRunning ? { pid: 812, forMs: 60_000 } : undefined),
    },
    log: {
      info: (fields, message) => void logged.push(`info ${message} ${String(fields['writer'])}`),
      warn: (_fields, message) => void logged.push(`warn ${message}`),
    },
    trouble: () => seen.trouble,
  });
  onTestFinished(() => guard.close());
  const look = (times = 2): Promise<void> =>
    clock.run(new Promise<void>((resolve) => clock.after(times * 1000, resolve)));
  return { guard, logged, seen, look };
}

describe('guardFifo()', () => {
  it('says who writes, once for each', async () => {
    const at = guarded();
    at.seen.use = { ...nobody, writers: ['keepalived (process 7)'] };
    await at.look();
    at.seen.use = { ...nobody, writers: ['keepalived (process 9)'] };
    await at.look();
    expect(at.logged).toEqual([
      'info writes into the FIFO keepalived (process 7)',
      'info writes into the FIFO keepalived (process 9)',
    ]);
    expect(at.guard.warnings()).toEqual([]);
  });

  it('says that nobody writes while keepalived runs, for as long as that lasts', async () => {
    const at = guarded();
    await at.look();
    expect(at.guard.warnings()).toEqual([]);
    at.seen.isRunning = true;
    await at.look(4);
    const message = 'keepalived (process 812) runs, and does not have the FIFO /run/fifo open';
    expect(at.guard.warnings()).toMatchObject([{ kind: 'fifo', about: '/run/fifo', message }]);
    expect(at.logged).toEqual([`warn ${message}`]);
    at.seen.use = { ...nobody, isPartial: true };
    await at.look();
    expect(at.guard.warnings()).toEqual([]);
  });

  it('says that somebody else reads, once that lasts longer than a reload', async () => {
    const at = guarded();
    const reader = {
      writers: ['keepalived (process 7)'],
      readers: ['cat (process 8)'],
      isPartial: false,
    };
    at.seen.use = reader;
    await at.look(1);
    at.seen.use = { ...reader, readers: [] };
    await at.look();
    expect(at.guard.warnings()).toEqual([]);
    at.seen.use = reader;
    await at.look(3);
    expect(at.guard.warnings()[0]?.message).toContain('cat (process 8) reads the FIFO');
  });

  it.each([
    ['a missing one, before keepalived starts', '/nowhere/fifo', false, 'makes it when it starts'],
    ['a missing one, while keepalived runs', '/nowhere/fifo', true, 'makes its FIFO elsewhere'],
    ['a file in its place', '/dev/null', true, 'Remove '],
  ])('says what to do about %s', (_what, path, isRunning, says) => {
    const at = guarded(path);
    at.seen.trouble = 'cannot read it';
    at.seen.isRunning = isRunning;
    expect(at.guard.warnings()).toMatchObject([
      { kind: 'fifo', message: 'cannot read it', hint: expect.stringContaining(says) },
    ]);
  });
});

describe('fifoUse()', () => {
  it('tells who writes from who reads, and passes over this process', async () => {
    const path = join(temporaryFolder(), 'fifo');
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
    const own = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => own.close());
    expect(fifoUse(path)).toMatchObject({ writers: [], readers: [] });
    const [writer, reader] = [`exec 3<>${path}`, `exec 3<${path}`].map((open_) =>
      spawn('sh', ['-c', `${open_}; echo; read _`], { stdio: ['pipe', 'pipe', 'ignore'] }),
    );
    for (const child of [writer, reader]) {
      onTestFinished(() => void child?.kill('SIGKILL'));
      if (child !== undefined) await once(child.stdout, 'data');
    }
    expect(fifoUse(path)).toMatchObject({
      writers: [`sh (process ${writer?.pid})`],
      readers: [`sh (process ${reader?.pid})`],
    });
  });
});

describe('isFifoLine()', () => {
  it.each([
    ['VS [192.0.2.15]:tcp:80 UP', true],
    ['RS [192.0.2.4]:tcp:80 [192.0.2.15]:tcp:80 DOWN', true],
    ['INSTANCE "VI_1" BACKUP_PRIORITY 90', true],
    ['VS UP', false],
    ['INSTANCE "VI_1" UP 1', false],
  ])('%s: %s', (line, expected) => {
    expect(isFifoLine(line)).toBe(expected);
  });
});
