import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { hetznerHost } from '../support/hetzner-host.ts';
import type { HetznerHost, HetznerHostOptions } from '../support/hetzner-host.ts';
import { holdWhileProgramsRun } from '../support/program-time.ts';
import { shellProgram } from '../support/program.ts';
import { reportOf } from '../support/run-main.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** The program that is run after a move: a real one, while the clock of the test stands still. */

const ip = '203.0.113.20';
const master = 'notify INSTANCE VI_1 MASTER 200 --json';

function hostWith(text: string, options: HetznerHostOptions = {}): HetznerHost {
  const entry = `name: web, ip: ${ip}, after: ['${shellProgram(text)}', 'of $HOME']`;
  const host = hetznerHost([entry], options);
  holdWhileProgramsRun(host.clock);
  return host;
}

function diary(): string {
  return join(temporaryFolder(), 'diary');
}

const tell = (path: string): string =>
  `echo "$1: $FLOATIP_ADDRESS $FLOATIP_IP $FLOATIP_FROM>$FLOATIP_TO $FLOATIP_OUTCOME" >>${path}`;

const linesIn = (path: string): readonly string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];

describe('what is to be run after a move', () => {
  it('is run once it was read back, with what happened', async () => {
    const path = diary();
    const host = hostWith(tell(path));
    const run = await host.run(master);
    expect(reportOf(run).results[0]).toMatchObject({
      outcome: 'moved',
      after: { ok: true, durationMs: expect.any(Number) },
    });
    expect(linesIn(path)).toEqual([`of $HOME: web ${ip} 11111>22222 moved`]);
    await host.run('release web');
    expect(linesIn(path)[1]).toBe(`of $HOME: web ${ip} 22222> released`);
    await host.run('assign web');
    expect(linesIn(path)[2]).toBe(`of $HOME: web ${ip} >22222 moved`);
  });

  it('is not run where nothing has moved', async () => {
    const path = diary();
    const host = hostWith(tell(path));
    await host.run('assign web --dry-run');
    const match = { service: 'hetzner-api', method: 'POST' };
    host.world.cloud.faults.add({ match, times: 0, fault: { type: 'refuse', code: 'protected' } });
    expect((await host.run(master)).code).toBe(7);
    host.world.cloud.faults.clear();
    expect(linesIn(path)).toEqual([]);
    await host.run('assign web');
    for (const line of ['assign web', 'reconcile', master]) await host.run(line);
    await host.run('notify INSTANCE VI_1 BACKUP 200');
    expect(linesIn(path)).toHaveLength(1);
  });

  it('is run for what reconcile takes back', async () => {
    const path = diary();
    const host = hostWith(tell(path));
    await host.run(master);
    const { hetzner } = host.world.cloud;
    hetzner.place(hetzner.floatingIps.get(4711)!, null);
    await host.run('reconcile');
    expect(linesIn(path).at(-1)).toBe(`of $HOME: web ${ip} >22222 moved`);
  });

  it.each([
    [
      'ends otherwise than with 0',
      'echo no nginx here >&2; exit 3',
      'it ended with 3: no nginx here',
    ],
    ['is killed', 'kill -9 $$', 'it got SIGKILL'],
    ['prints without end', 'yes', 'it printed without end'],
  ])('is told of where it %s, and moves nothing back', async (_, text, why) => {
    const host = hostWith(text);
    const run = await host.run(master);
    const [result] = reportOf(run).results;
    expect(run.code).toBe(0);
    expect(result).toMatchObject({
      outcome: 'moved',
      after: { ok: false, why },
      warning: expect.stringMatching(/^\/.*my-cloud after it failed: it /),
    });
    const { stdout } = await host.run('history');
    expect(stdout).toContain(`failed: ${why}`);
    expect(stdout).toContain('11111 → 22222');
  });

  it('is told of where it cannot be run at all', async () => {
    const host = hetznerHost([`name: web, ip: ${ip}, after: [/nonexistent/moved]`]);
    const run = await host.run(master);
    expect({ code: run.code, after: reportOf(run).results[0]?.after }).toMatchObject({
      code: 0,
      after: { ok: false, why: 'it cannot be run: ENOENT' },
    });
  });

  it('is ended after ten seconds, with what it has started', async () => {
    const path = diary();
    const host = hostWith(`sleep 1000 & echo $! >${path}; wait`);
    const isWaiting = (): boolean => linesIn(path).length > 0;
    holdWhileProgramsRun(host.clock, isWaiting);
    const run = await host.run(master);
    expect(run.code).toBe(0);
    expect(reportOf(run).results[0]?.after).toMatchObject({
      ok: false,
      why: 'it did not end within 10 s, and was ended',
    });
    const [pid] = linesIn(path);
    await expect.poll(() => existsSync(`/proc/${pid}/cwd`), { timeout: 10_000 }).toBe(false);
  });

  it('gets none of what floatip signs with', async () => {
    const path = diary();
    const host = hostWith(`env >${path}`);
    await host.run(master);
    const names = linesIn(path).map((line) => line.replace(/=.*/, ''));
    expect(names).toEqual(expect.arrayContaining(['FLOATIP_ADDRESS', 'PATH']));
    expect(names).not.toContain('HCLOUD_TOKEN');
    expect(names).not.toContain('FLOATIP_CONFIG');
  });
});
