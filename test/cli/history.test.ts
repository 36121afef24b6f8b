import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { keepalivedHost } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';

async function eventfulHost(): Promise<KeepalivedHost> {
  const host = keepalivedHost();
  await host.run('notify INSTANCE VI_1 MASTER 200');
  await host.clock.run(new Promise<void>((resolve) => host.clock.after(3_600_000, resolve)));
  await host.run('notify GROUP VI_1 BACKUP 0');
  await host.run('release web');
  return host;
}

/** Without what depends on the time zone of the machine. */
function sentences(stdout: string): readonly string[] {
  const lines = stdout.trim().split('\n');
  return lines.map((line) =>
    line.replace(/^(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d[+-]\d\d:\d\d /, ''),
  );
}

describe('floatip history', () => {
  it('prints a readable line for each event and outcome, with the names of the nodes', async () => {
    const host = await eventfulHost();
    const { stdout, code } = await host.run('history');
    expect(sentences(stdout)).toEqual([
      'VI_1 MASTER (priority 200)',
      'web 203.0.113.10 lb1 → lb2 in 0.93 s (MASTER VI_1, 1 write)',
      'group VI_1 BACKUP',
      'web 203.0.113.10 lb2 → nobody in 0.93 s (release, 1 write)',
    ]);
    expect(code).toBe(0);
  });

  it('says the day in the first line of each', async () => {
    const host = await eventfulHost();
    const { stdout } = await host.run('history');
    const today = stdout
      .trim()
      .split('\n')
      .map((line) => /^\d{4}-\d\d-\d\d /.test(line));
    expect(today[0]).toBe(true);
    expect(today.slice(1)).toContain(false);
    const later = new Promise<void>((resolve) => host.clock.after(2 * 86_400_000, resolve));
    await host.clock.run(later);
    await host.run('notify INSTANCE VI_1 FAULT 200');
    const lines = (await host.run('history')).stdout.trim().split('\n');
    expect(lines.filter((line) => !/^\d{4}-\d\d-\d\d \d\d:/.test(line))).toEqual([]);
  });

  it('says of a loss what is going to be done', async () => {
    const host = keepalivedHost();
    await host.run('notify INSTANCE VI_1 MASTER 200');
    const { digitalocean } = host.world.cloud;
    digitalocean.place(digitalocean.reservedIps.get('203.0.113.10')!, 111);
    await host.run('reconcile');
    expect((await host.run('history')).stdout).toMatch(
      / web contested: taken by 111, will be taken back in \d\.\d s \(loss 1\)$/m,
    );
  });

  it('prints only the last while', async () => {
    const host = await eventfulHost();
    const { stdout } = await host.run('history --since 30m');
    expect(sentences(stdout)[0]).toBe('group VI_1 BACKUP');
  });

  it('prints everything as JSON, one object a line', async () => {
    const host = await eventfulHost();
    const { stdout } = await host.run('history --json');
    const types = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(types).toEqual(['event', 'claim', 'write', 'outcome', 'event', 'write', 'outcome']);
  });

  it('says in JSON of which cluster, where the config names it', async () => {
    const host = keepalivedHost('cluster: prod-lb\n');
    await host.run('notify INSTANCE VI_1 FAULT 200');
    const { stdout } = await host.run('history --json');
    expect(JSON.parse(stdout)).toMatchObject({ cluster: 'prod-lb', type: 'event' });
  });

  it('reads on after a crash in the middle of a line', async () => {
    const host = await eventfulHost();
    appendFileSync(join(host.stateFolder, 'journal.jsonl'), '{"at":"2026-');
    await host.run('notify INSTANCE VI_1 FAULT 200');
    const { stdout } = await host.run('history');
    expect(sentences(stdout).at(-1)).toBe('VI_1 FAULT (priority 200)');
    expect(sentences(stdout)).toHaveLength(5);
  });

  it('says that nothing happened', async () => {
    const host = keepalivedHost();
    const path = join(host.stateFolder, 'journal.jsonl');
    const stderr = `floatip: There are no entries in ${path}\n`;
    expect(await host.run('history')).toEqual({ code: 0, stdout: '', stderr });
    const past = await eventfulHost();
    const later = new Promise<void>((resolve) => past.clock.after(7_200_000, resolve));
    await past.clock.run(later);
    expect(await past.run('history --since 1h')).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/There are no entries in \S+ since 2026-\d\d-\d\dT\S+Z\n$/),
    });
  });

  it('says that it cannot read what happened', async () => {
    const host = keepalivedHost();
    const path = join(host.stateFolder, 'journal.jsonl');
    mkdirSync(path);
    expect(await host.run('history')).toMatchObject({
      code: 3,
      stdout: '',
      stderr: `floatip: Cannot read the journal ${path}: it is no regular file. Remove it, and floatip begins another one\n`,
    });
  });

  it('refuses what is no duration', async () => {
    const run = await keepalivedHost().run('history --since yesterday');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('It must be a duration such as 30s, 15m, 2h or 3d.');
  });
});
