import { describe, expect, it } from 'vitest';

import { keepalivedHost, writesTo } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { reportOf } from '../support/run-main.ts';

const ip = '203.0.113.10';
const undo = 'takes it back; to keep it so, take follow out of its config';

async function hostAs(state: string): Promise<KeepalivedHost> {
  const host = keepalivedHost();
  await host.run('notify INSTANCE VI_1 MASTER 200');
  if (state !== 'MASTER') await host.run(`notify INSTANCE VI_1 ${state} 100`);
  return host;
}

describe('what an operator does by hand', () => {
  it.each([
    ['release web', 'MASTER', 'so automation'],
    ['assign web --to 111', 'MASTER', 'so automation'],
    ['assign web', 'BACKUP', 'so whoever is MASTER'],
    ['assign web --to 222', 'FAULT', 'so whoever is MASTER'],
  ])('%s on a host that is %s says that it will be undone', async (line, role, says) => {
    const run = await (await hostAs(role)).run(line);
    expect(run.code).toBe(0);
    expect(run.stderr).toBe(`floatip: web ${ip}: this host is ${role} of VI_1, ${says} ${undo}\n`);
  });

  it.each([
    ['assign web', 'MASTER'],
    ['release web', 'BACKUP'],
    ['assign web --to 111', 'BACKUP'],
  ])('%s on a host that is %s says nothing', async (line, role) => {
    expect((await (await hostAs(role)).run(line)).stderr).toBe('');
  });

  it('a dry run says as well that it would be undone', async () => {
    const run = await (await hostAs('MASTER')).run('release web --dry-run');
    expect(run.stderr).toContain(`this host is MASTER of VI_1, so automation ${undo}`);
  });

  it('says nothing where keepalived has said nothing', async () => {
    expect((await keepalivedHost().run('assign web')).stderr).toBe('');
  });

  it.each(['release web', 'assign web --to 111'])(
    'is no loss: after %s, reconcile takes the address back at once',
    async (line) => {
      const host = await hostAs('MASTER');
      await host.run(line);
      host.world.cloud.received.clear();
      const [result] = reportOf(await host.run('reconcile --json')).results;
      expect(result).toMatchObject({ name: 'web', outcome: 'moved' });
      expect(writesTo(host.world)).toHaveLength(1);
      expect((await host.run('history --json')).stdout).not.toContain('contested');
    },
  );
});

describe('an address that nobody holds', () => {
  function place(host: KeepalivedHost, droplet: number | null): void {
    const reserved = host.world.cloud.digitalocean.reservedIps.get(ip);
    if (reserved !== undefined) host.world.cloud.digitalocean.place(reserved, droplet);
  }

  it.each(['BACKUP', 'FAULT'])('is told by reconcile on a %s', async (role) => {
    const host = await hostAs(role);
    place(host, null);
    const warning = `nobody holds it, and this node is ${role}`;
    const stderr = `floatip: web ${ip}: ${warning}\n`;
    expect(await host.run('reconcile')).toEqual({ code: 0, stdout: '', stderr });
    const { results } = reportOf(await host.run('reconcile --json'));
    expect(results[0]).toMatchObject({ name: 'web', outcome: 'not-ours', warning });
  });

  it('is told where keepalived was never heard', async () => {
    const host = keepalivedHost();
    place(host, null);
    const stderr = `floatip: web ${ip}: nobody holds it, and keepalived has said nothing since boot\n`;
    expect(await host.run('reconcile')).toEqual({ code: 0, stdout: '', stderr });
  });

  it('is not told while another host has it', async () => {
    const host = await hostAs('BACKUP');
    place(host, 111);
    expect(await host.run('reconcile')).toMatchObject({ stderr: '' });
  });
});

describe('a node that is called by its name', () => {
  it('is told by its id where the journal knows it', async () => {
    const host = await hostAs('MASTER');
    for (const line of ['assign web --to lb1', 'release web --from lb1']) {
      const run = await host.run(line);
      expect(run.code).toBe(2);
      expect(run.stderr).toContain("'lb1' is not the id of a Droplet");
      expect(run.stderr).toContain('. lb1 was last seen as 111: use that\n');
    }
    expect((await host.run('assign web --to lb9')).stderr).toContain('doctl compute droplet list');
  });
});
