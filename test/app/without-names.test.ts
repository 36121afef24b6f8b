import { describe, expect, it } from 'vitest';

import { keepalivedHost, writesTo } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { reportOf } from '../support/run-main.ts';
import { typing } from '../support/typing.ts';

/** A host that keepalived told its state, and that has what a MASTER has. */
async function hostAs(state: string): Promise<KeepalivedHost> {
  const host = keepalivedHost();
  await host.run('notify INSTANCE VI_1 MASTER 200');
  if (state !== 'MASTER') await host.run(`notify INSTANCE VI_1 ${state} 100`);
  host.world.cloud.received.clear();
  return host;
}

const commands = ['assign', 'release', 'assign --to 111', 'release --from 111', 'release --yes'];

describe('without names, where nobody can be asked', () => {
  it.each(commands)('%s is refused before anything is sent', async (line) => {
    const host = await hostAs('MASTER');
    const run = await host.run(line);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    const verb = line.split(' ')[0];
    expect(run.stderr).toContain(`Without a name, ${verb} is for every address of`);
    expect(run.stderr).toContain('(web, six)');
    expect(run.stderr).toMatch(/Name those that are meant, or say --all\n$/);
    expect(host.world.cloud.received.list()).toEqual([]);
  });

  it('is refused in JSON as well', async () => {
    const host = await hostAs('MASTER');
    const run = await host.run('release --json');
    expect(run.code).toBe(2);
    expect(reportOf(run)).toMatchObject({ results: [], error: { class: 'usage' } });
  });

  it.each(['assign --all', 'assign --all --to 222'])('%s does it', async (line) => {
    const host = await hostAs('MASTER');
    expect((await host.run(line)).code).toBe(0);
    expect((await host.run('assign --all --json')).stdout).toContain('"already-held"');
    expect(writesTo(host.world)).toHaveLength(1);
  });

  it('release --all says before what it goes against, and once', async () => {
    const host = await hostAs('MASTER');
    const run = await host.run('release --all');
    expect(run.code).toBe(0);
    expect(run.stderr.match(/this host is MASTER of VI_1/g)).toHaveLength(1);
  });

  it('a dry run of all needs no --all, as it changes nothing', async () => {
    const host = await hostAs('MASTER');
    expect((await host.run('release --dry-run')).code).toBe(0);
    expect(writesTo(host.world)).toEqual([]);
  });
});

describe('without names, at a terminal', () => {
  it('says what will happen and asks, before anything is changed', async () => {
    const host = await hostAs('MASTER');
    let writes = -1;
    const terminal = typing('y', () => (writes = writesTo(host.world).length));
    const run = await host.run('release', { terminal });
    expect(run.code).toBe(0);
    expect(writes).toBe(0);
    expect(terminal.questions).toEqual(['Go on? [y/N] ']);
    expect(run.stderr).toContain(
      [
        'floatip release takes all 2 addresses of the config from this host:',
        '  web 203.0.113.10: is taken from this host, and what it serves is off until automation takes it back (this host is MASTER of VI_1)',
        '  six 2001:db8::10: is held by lb1 (111): left alone',
        '',
      ].join('\n'),
    );
    expect(run.stdout).toMatch(/^web 203\.0\.113\.10: released by 222/);
  });

  it('tells a BACKUP whom it takes from, and what comes of it', async () => {
    const host = await hostAs('BACKUP');
    await host.run('assign web --to 111');
    const terminal = typing('YES');
    const run = await host.run('assign', { terminal });
    expect(run.stderr).toContain(
      '  web 203.0.113.10: is taken from lb1 (111) (this host is BACKUP of VI_1, so whoever is MASTER takes it back)\n',
    );
    expect(run.code).toBe(0);
    expect(reportOf(await host.run('assign web --json')).results[0]?.outcome).toBe('already-held');
  });

  it.each(['', 'n', 'no', 'yikes', 'web', undefined])('takes %j for a no', async (answer) => {
    const host = await hostAs('MASTER');
    const run = await host.run('release', { terminal: typing(answer) });
    expect(run).toMatchObject({ code: 130, stdout: '' });
    expect(run.stderr).toMatch(/floatip: Called off: nothing was changed\n$/);
    expect(writesTo(host.world)).toEqual([]);
  });

  it('--yes tells and does not ask; --all does neither', async () => {
    const host = await hostAs('MASTER');
    const terminal = typing('n');
    const run = await host.run('assign --yes', { terminal });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('this host has it already');
    expect((await host.run('assign --all', { terminal })).code).toBe(0);
    expect(terminal.questions).toEqual([]);
  });

  it('does not count the time to think as time to act', async () => {
    const host = await hostAs('MASTER');
    const terminal = {
      isThere: () => true,
      ask: () => new Promise<string>((resolve) => host.clock.after(300_000, () => resolve('y'))),
    };
    const run = await host.run('release --json', { terminal });
    expect(run.code).toBe(0);
    expect(reportOf(run).results[0]).toMatchObject({ name: 'web', outcome: 'released' });
    expect(reportOf(run).results[0]?.durationMs).toBeLessThan(10_000);
  });

  it('asks although a cloud does not say who holds what', async () => {
    const host = await hostAs('BACKUP');
    const match = { method: 'GET', path: '/v2/*' };
    host.world.cloud.faults.add({ match, times: 0, fault: { type: 'hang' } });
    const terminal = typing('n');
    const run = await host.run('assign --timeout 6s', { terminal });
    expect(run.stderr).toContain('comes to this host; who holds it now could not be read');
    expect(terminal.questions).toHaveLength(1);
  });

  it('never asks where an address is named', async () => {
    const host = await hostAs('MASTER');
    const terminal = typing('n');
    expect((await host.run('release web', { terminal })).code).toBe(0);
    expect(terminal.questions).toEqual([]);
  });
});

it('--all beside a name is a contradiction', async () => {
  const run = await keepalivedHost().run('release web --all');
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('--all is for all addresses of the config, and some are named');
});

describe('what an explicit command goes against', () => {
  it.each([
    ['release web', 'MASTER'],
    ['assign web --to 111', 'MASTER'],
    ['assign web --to 222', 'BACKUP'],
    ['assign web', 'BACKUP'],
  ])('%s on a %s is said before the first write', async (line, role) => {
    const host = await hostAs(role);
    if (role === 'BACKUP') await host.run('assign web --to 111');
    host.world.cloud.received.clear();
    const fault = { type: 'hang' } as const;
    host.world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault });
    const run = await host.run(`${line} --timeout 3s`);
    // The write never ended, so what is said after one was not said.
    expect(run.code).toBe(6);
    expect(run.stderr).toContain(`this host is ${role} of VI_1`);
  });
});
