import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { keepalivedHost, writesTo } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { reportOf } from '../support/run-main.ts';
import { temporaryFile } from '../support/temporary.ts';

const ip = '203.0.113.10';
const master = 'notify INSTANCE VI_1 MASTER 200 --json';
const backup = 'notify INSTANCE VI_1 BACKUP 200 --json';
const lower = 'notify --instance VI_1 --state MASTER_RX_LOWER_PRI --json';
const post = { method: 'POST' };

function holder({ world }: KeepalivedHost): number | null | undefined {
  world.cloud.digitalocean.settle();
  return world.cloud.digitalocean.reservedIps.get(ip)?.droplet;
}

function place({ world }: KeepalivedHost, droplet: number | null): void {
  const reserved = world.cloud.digitalocean.reservedIps.get(ip);
  if (reserved !== undefined) world.cloud.digitalocean.place(reserved, droplet);
}

describe('floatip notify', () => {
  it('takes what follows the instance when it is MASTER, and nothing else', async () => {
    const host = keepalivedHost();
    const run = await host.run(master);
    expect(reportOf(run).results).toMatchObject([
      { name: 'web', outcome: 'moved', from: '111', to: '222', writes: 1 },
    ]);
    expect({ code: run.code, holder: holder(host) }).toEqual({ code: 0, holder: 222 });
    expect(writesTo(host.world)).toHaveLength(1);
  });

  it.each(['BACKUP', 'FAULT', 'STOP', 'DELETED'])('only records %s', async (state) => {
    const host = keepalivedHost();
    const run = await host.run(`notify INSTANCE VI_1 ${state} 200 --json`);
    expect(reportOf(run).results).toMatchObject([{ outcome: 'not-ours', writes: 0 }]);
    expect(run.code).toBe(0);
    expect(host.world.cloud.received.list()).toEqual([]);
    const status = JSON.parse((await host.run('status --json')).stdout);
    expect(status.addresses[0].role).toBe(state);
  });

  it('remembers what it was told while its config could not be used', async () => {
    const host = keepalivedHost();
    await host.run(master);
    const broken = temporaryFile('broken.yaml', 'addresses: {');
    const run = await host.run(`notify --config ${broken} INSTANCE VI_1 BACKUP 200 --json`);
    expect({ code: run.code, error: reportOf(run).error?.class }).toEqual({
      code: 3,
      error: 'config',
    });
    place(host, 111);
    const later = await host.run('reconcile --json');
    expect(reportOf(later).results).toMatchObject([{ outcome: 'not-ours', writes: 0 }, {}]);
    expect(holder(host)).toBe(111);
  });

  it('is told by what keepalived appends, last of all', async () => {
    const host = keepalivedHost();
    const run = await host.run('notify --json some words INSTANCE VI_1 MASTER 200');
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved' }]);
  });

  it('has nothing to do for an instance that nothing follows', async () => {
    const host = keepalivedHost();
    const run = await host.run('notify INSTANCE VI_9 MASTER 200');
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(host.world.cloud.received.list()).toEqual([]);
  });

  it('refuses what is no event before it does anything', async () => {
    const host = keepalivedHost();
    const run = await host.run('notify VI_1 MASTER');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("'VI_1 MASTER' is not an event of keepalived");
  });

  it('does nothing for an event that is older than the newest', async () => {
    const host = keepalivedHost();
    await host.run(backup);
    host.next = { ticks: 50, pid: 50 };
    const run = await host.run(master);
    expect(reportOf(run).results).toMatchObject([{ outcome: 'superseded', writes: 0 }]);
    expect({ code: run.code, writes: writesTo(host.world) }).toEqual({ code: 5, writes: [] });
  });

  it('is stopped by BACKUP before its next write', async () => {
    const host = keepalivedHost();
    const fault = { type: 'status', status: 500 } as const;
    host.world.cloud.faults.add({ match: post, times: 0, fault });
    const taking = host.run(master);
    host.clock.after(3000, () => void host.run(backup));
    const run = await taking;
    expect(run.code).toBe(5);
    const sent = host.world.cloud.received.list().filter(({ method }) => method === 'POST');
    const [first] = sent;
    expect(sent.length).toBeGreaterThan(1);
    expect((sent.at(-1)?.atMs ?? 0) - (first?.atMs ?? 0)).toBeLessThanOrEqual(3000);
  });

  it('is ended by a newer claim, which does not wait for it', async () => {
    const host = keepalivedHost();
    host.world.cloud.faults.add({ match: post, fault: { type: 'hang' } });
    const first = host.run(master);
    let second: Promise<unknown> | undefined;
    host.clock.after(1000, () => void (second = host.run(master)));
    const run = await first;
    expect(run.code).toBe(5);
    expect(await second).toMatchObject({ code: 0 });
    expect(holder(host)).toBe(222);
    expect(writesTo(host.world)).toHaveLength(2);
  });

  it('does not wait for a run that was killed', async () => {
    const host = keepalivedHost();
    host.world.cloud.faults.add({ match: post, fault: { type: 'hang' } });
    void host.run('assign web --timeout 3000');
    let second: Promise<unknown> | undefined;
    host.clock.after(1000, () => {
      host.dead.add(1000);
      second = host.run('assign web --json');
    });
    await host.clock.run(new Promise<void>((resolve) => host.clock.after(1100, resolve)));
    const run = (await second) as Awaited<ReturnType<KeepalivedHost['run']>>;
    expect(reportOf(run).results[0]?.durationMs).toBeLessThan(1000);
    expect(run.code).toBe(0);
  });

  describe('with a vip', () => {
    const withVip = `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1, vip: 10.0.4.99 }
`;

    it('does not believe a claim that the interface contradicts', async () => {
      const host = keepalivedHost(withVip);
      const run = await host.run(master);
      expect(reportOf(run).results).toMatchObject([
        { outcome: 'not-ours', why: expect.stringContaining('10.0.4.99 is on no interface') },
      ]);
      expect((await host.run('history')).stdout).toContain('web 203.0.113.10 not-ours');
      expect({ code: run.code, writes: writesTo(host.world) }).toEqual({ code: 0, writes: [] });
    });

    it('gives keepalived a moment to put it there', async () => {
      const host = keepalivedHost(withVip);
      host.clock.after(200, () => host.ips.add('10.0.4.99'));
      expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    });
  });

  describe('MASTER_RX_LOWER_PRI', () => {
    it('takes back what the other node took last, without being told', async () => {
      const host = keepalivedHost();
      await host.run(master);
      place(host, 111);
      const run = await host.run(lower);
      expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', from: '111' }]);
      expect((await host.run('history')).stdout).toContain('web contested: taken by 111');
    });

    it('looks again for a while, as the other node may have a request on the wire', async () => {
      const host = keepalivedHost();
      await host.run(master);
      host.clock.after(2500, () => place(host, 111));
      const run = await host.run(lower);
      expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', from: '111', writes: 1 }]);
      expect(holder(host)).toBe(222);
    });

    it('waits for a run that is at work, and then keeps watch', async () => {
      const host = keepalivedHost();
      const taking = host.run(master);
      let second: Promise<unknown> | undefined;
      host.clock.after(100, () => void (second = host.run(lower)));
      host.clock.after(3000, () => place(host, 111));
      expect((await taking).code).toBe(0);
      expect(await second).toMatchObject({ code: 0 });
      expect(holder(host)).toBe(222);
      expect(writesTo(host.world)).toHaveLength(2);
    });

    it('leaves the watch to the one that keeps it already', async () => {
      const host = keepalivedHost();
      await host.run(master);
      const first = host.run(lower);
      let second: Promise<unknown> | undefined;
      host.clock.after(100, () => void (second = host.run(lower)));
      expect((await first).code).toBe(0);
      expect(await second).toMatchObject({ code: 5 });
    });

    it('does not keep other runs of this host waiting while it watches', async () => {
      const host = keepalivedHost();
      await host.run(master);
      void host.run(lower);
      let took = Infinity;
      host.clock.after(500, () => {
        const from = host.clock.now();
        void host.run('assign web').then(() => (took = host.clock.now() - from));
      });
      await host.clock.run(new Promise<void>((resolve) => host.clock.after(8000, resolve)));
      expect(took).toBeLessThanOrEqual(1000);
    });

    it('takes an address back at once where it was lost for the first time', async () => {
      const host = keepalivedHost();
      await host.run(master);
      place(host, 111);
      const from = host.clock.now();
      host.clock.after(1200, () => expect(holder(host)).toBe(222));
      await host.run(lower);
      expect(host.clock.now() - from).toBeGreaterThan(1200);
    });
  });

  it('waits longer each time the address is taken away', async () => {
    const host = keepalivedHost();
    await host.run(master);
    const waits: number[] = [];
    for (let loss = 0; loss < 4; loss += 1) {
      place(host, 111);
      const from = host.clock.now();
      await host.run('reconcile');
      waits.push(host.clock.now() - from);
    }
    // Half of 1, 2, 4 and 8 s, as the jitter of these tests is one half, and the move itself.
    expect(waits.map((ms) => Math.floor(ms / 500))).toEqual([2, 3, 5, 9]);
    const status = JSON.parse((await host.run('status --json')).stdout);
    expect(status.addresses[0].verdict).toBe('ok');
    place(host, 111);
    const contested = JSON.parse((await host.run('status --json')).stdout);
    expect(contested.addresses[0].verdict).toBe('contested');
  });

  it('lets go at once where it is no longer MASTER', async () => {
    const host = keepalivedHost();
    await host.run(master);
    await host.run(backup);
    place(host, 111);
    const run = await host.run('reconcile --json');
    expect(reportOf(run).results).toMatchObject([
      { name: 'web', outcome: 'not-ours', writes: 0 },
      {},
    ]);
    expect(holder(host)).toBe(111);
  });

  it('keeps every event, claim, write and outcome', async () => {
    const host = keepalivedHost();
    const reset = { type: 'reset' } as const;
    host.world.cloud.faults.add({ match: post, fault: reset });
    await host.run(master);
    const lines = readFileSync(join(host.stateFolder, 'journal.jsonl'), 'utf8').trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line));
    expect(entries).toMatchObject([
      { type: 'event', name: 'VI_1', state: 'MASTER', priority: 200 },
      { type: 'claim', cause: 'MASTER VI_1', node: '222', addresses: ['web'] },
      { type: 'write', address: 'web', error: { class: 'ambiguous' } },
      { type: 'write', address: 'web', step: { do: 'assign' }, requestId: expect.any(String) },
      {
        type: 'outcome',
        result: { outcome: 'moved', from: '111', writes: 2, phasesMs: expect.any(Object) },
        names: { '111': 'lb1', '222': 'lb2' },
      },
    ]);
  });
});
