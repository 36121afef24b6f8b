import { describe, expect, it } from 'vitest';

import { keepalivedHost } from '../support/keepalived-host.ts';

describe('what a cloud says of a refusal, in the history', () => {
  it.each([
    ['line feeds', 'no,\n\nand\nno'],
    ['carriage returns', 'no,\r\nand\rno'],
    ['other line breaks', 'no,\u0085and\u2028no\u000B\u000C'],
    ['escapes', 'no, \u001B[31mand\u001B[0m no\u0007'],
    ['what looks like escapes', 'no,\\nand\\r\\n\\tno'],
    ['tabs', 'no,\tand\tno'],
  ])('is one line in spite of %s', async (_what, said) => {
    const host = keepalivedHost();
    const body = JSON.stringify({ id: 'forbidden', message: said });
    const fault = { type: 'status', status: 403, body } as const;
    host.world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault });
    await host.run('assign web');
    const { stdout } = await host.run('history');
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toMatch(/\(403\): no, and no ?; [^\n]*DO_TOKEN\n$/);
  });
});

describe('the history', () => {
  it('cuts a reason that is a page, which the journal keeps', async () => {
    const host = keepalivedHost();
    const body = JSON.stringify({ id: 'forbidden', message: 'no '.repeat(300) });
    const fault = { type: 'status', status: 403, body } as const;
    host.world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault });
    await host.run('assign web');
    const { stdout } = await host.run('history');
    expect(stdout.length).toBeLessThan(500);
    expect(stdout).toMatch(/…\n$/);
    expect((await host.run('history --json')).stdout.length).toBeGreaterThan(900);
  });

  it('says in which time zone its times are', async () => {
    const host = keepalivedHost();
    await host.run('notify INSTANCE VI_1 FAULT 200');
    const zone = process.env['TZ'];
    try {
      for (const [name, time] of [
        ['Asia/Shanghai', /^2026-11-21 08:\d\d:\d\d\+08:00 VI_1 FAULT/],
        ['America/St_Johns', /^2026-11-20 20:\d\d:\d\d-03:30 VI_1 FAULT/],
        ['UTC', /^2026-11-21 00:\d\d:\d\d\+00:00 VI_1 FAULT/],
      ] as const) {
        process.env['TZ'] = name;
        expect((await host.run('history')).stdout).toMatch(time);
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});
