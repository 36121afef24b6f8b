import { readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { bootFolder } from '../support/boot-folder.ts';
import { keepalivedHost, writesTo } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { reportOf } from '../support/run-main.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

const ip = '203.0.113.10';

function place({ world }: KeepalivedHost, droplet: number | null): void {
  const reserved = world.cloud.digitalocean.reservedIps.get(ip);
  if (reserved !== undefined) world.cloud.digitalocean.place(reserved, droplet);
}

/** MASTER of VI_1 and BACKUP of VI_2. */
async function masterHost(): Promise<KeepalivedHost> {
  const host = keepalivedHost();
  await host.run('notify INSTANCE VI_1 MASTER 200');
  await host.run('notify INSTANCE VI_2 BACKUP 100');
  host.world.cloud.received.clear();
  return host;
}

describe('floatip reconcile', () => {
  it('is silent when all is well', async () => {
    const host = await masterHost();
    expect(await host.run('reconcile')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(writesTo(host.world)).toEqual([]);
  });

  it('says of every address how it is where that is asked for', async () => {
    const host = await masterHost();
    const { stdout } = await host.run('reconcile --verbose');
    expect(stdout).toBe(
      `web ${ip}: already held by 222 (0 writes)\n` +
        'six 2001:db8::10: left alone: this node is BACKUP\n',
    );
  });

  it.each([111, null])('takes back what is at %s, and says so in one line', async (droplet) => {
    const host = await masterHost();
    place(host, droplet);
    const run = await host.run('reconcile');
    expect(run.stdout).toMatch(/^web 203\.0\.113\.10: moved (from 111 )?to 222 in .*\n$/);
    expect(run.code).toBe(0);
    expect(writesTo(host.world)).toHaveLength(1);
  });

  it('holds it against nobody where only an interface says who is MASTER', async () => {
    const host = keepalivedHost(
      `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1, vip: 10.0.4.99 }]`,
    );
    for (const droplet of [111, 111]) {
      host.ips.add('10.0.4.99');
      place(host, droplet);
      const run = await host.run('reconcile --json');
      expect(reportOf(run).results).toMatchObject([{ outcome: 'moved' }]);
      host.ips.delete('10.0.4.99');
      await host.run('reconcile');
    }
    const journal = readFileSync(join(host.stateFolder, 'journal.jsonl'), 'utf8');
    expect(journal).not.toContain('contested');
  });

  it.each([
    [
      'this node is BACKUP',
      async (host: KeepalivedHost) => void (await host.run('notify INSTANCE VI_1 BACKUP 200')),
    ],
    ['keepalived has said nothing since boot', async () => undefined],
  ])('reports what is here although %s', async (says, prepare) => {
    const host = keepalivedHost();
    await prepare(host);
    place(host, 222);
    expect(await host.run('reconcile')).toEqual({
      code: 0,
      stdout: '',
      stderr: `floatip: web ${ip}: it is here, yet ${says}\n`,
    });
    place(host, 111);
    expect(await host.run('reconcile')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('says what it would do, and does not', async () => {
    const host = await masterHost();
    place(host, 111);
    const run = await host.run('reconcile --dry-run');
    expect(run.stdout).toContain('would assign it to 222');
    expect(writesTo(host.world)).toEqual([]);
  });

  it('touches nothing where it was never told to be MASTER', async () => {
    const host = keepalivedHost();
    const run = await host.run('reconcile --json');
    expect(reportOf(run).results).toMatchObject([
      { outcome: 'not-ours', why: 'keepalived has said nothing since boot' },
      { outcome: 'not-ours' },
    ]);
    expect(writesTo(host.world)).toEqual([]);
  });

  it('forgets all roles at reboot', async () => {
    const host = await masterHost();
    place(host, 111);
    // What is kept of one boot lies in a folder named after it.
    renameSync(bootFolder(host.runtimeFolder), join(host.runtimeFolder, '00000000'));
    expect((await host.run('reconcile')).stdout).toBe('');
    expect(writesTo(host.world)).toEqual([]);
  });

  it('finishes what a run that died half-way had begun', async () => {
    const host = keepalivedHost();
    const fault = { type: 'action', ends: 'never' } as const;
    host.world.cloud.faults.add({ match: { method: 'POST' }, fault });
    void host.run('notify INSTANCE VI_1 MASTER 200');
    await host.clock.run(new Promise<void>((resolve) => host.clock.after(2000, resolve)));
    host.dead.add(1000);
    place(host, 111);
    const run = await host.run('reconcile --json');
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved' }, { outcome: 'not-ours' }]);
  });

  it('leaves alone what follows nothing, as where automation is paused', async () => {
    const text = `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip} }]`;
    const host = keepalivedHost(text);
    const run = await host.run('reconcile --json');
    expect(reportOf(run).results).toEqual([]);
    expect({ code: run.code, asked: host.world.cloud.received.list() }).toEqual({
      code: 0,
      asked: [],
    });
  });

  it.each([
    ['no config file', { FLOATIP_CONFIG: '' }, 'no config file at /etc/floatip/config.yaml'],
    ['a config that lists nothing', {}, /no address in .*config\.yaml/],
  ])('fails where there is %s', async (_what, env, why) => {
    const host = keepalivedHost('', undefined, { env });
    const run = await host.run('reconcile');
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(/^floatip: There is nothing to reconcile: there is no .*\n$/);
    expect(run.stderr).toMatch(why);
    const { error } = reportOf(await host.run('reconcile --json'));
    expect(error).toMatchObject({ class: 'config' });
  });

  it('says why it cannot know', async () => {
    const host = await masterHost();
    const match = { method: 'GET', path: '/v2/*' };
    host.world.cloud.faults.add({ match, times: 0, fault: { type: 'status', status: 401 } });
    const run = await host.run('reconcile');
    expect(run.code).toBe(4);
    expect(run.stderr).toContain(`web ${ip}: `);
  });

  it.each([
    ['fails', { type: 'status', status: 503 } as const, 'DigitalOcean answered 503'],
    ['hangs', { type: 'hang' } as const, 'no answer within 5 s'],
  ])('says and writes down that its time was up while the cloud %s', async (_what, fault, why) => {
    const host = await masterHost();
    host.world.cloud.faults.add({ match: { path: '/v2/*' }, times: 0, fault });
    const run = await host.run('reconcile --json --timeout 12');
    expect(run.code).toBe(6);
    const { results } = reportOf(run);
    const message = /^Out of time after 1\d\.\d s \(its owner was never seen; nothing was sent\): /;
    expect(results).toMatchObject([
      { name: 'web', outcome: 'timed-out', to: '222', error: { class: 'deadline' } },
      { name: 'six', outcome: 'timed-out', to: null, error: { class: 'deadline' } },
    ]);
    for (const { error } of results) {
      expect(error?.message).toMatch(message);
      expect(error?.message).toContain(why);
    }
    const journal = readFileSync(join(host.stateFolder, 'journal.jsonl'), 'utf8');
    const entries = journal
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries.filter(({ cause }) => cause === 'reconcile')).toMatchObject(
      results.map((result) => ({ type: 'outcome', result })),
    );
  });

  it('writes down nothing of a dry run that saw nothing', async () => {
    const host = await masterHost();
    const fault = { type: 'status', status: 503 } as const;
    host.world.cloud.faults.add({ match: { path: '/v2/*' }, times: 0, fault });
    const run = await host.run('reconcile --dry-run --timeout 3');
    expect(run.code).toBe(6);
    const journal = readFileSync(join(host.stateFolder, 'journal.jsonl'), 'utf8');
    expect(journal).not.toContain('"cause":"reconcile"');
  });

  it('reads again what could not be read at first', async () => {
    const host = await masterHost();
    const match = { method: 'GET', path: '/v2/reserved_ipv6*' };
    host.world.cloud.faults.add({ match, fault: { type: 'status', status: 502 } });
    expect(await host.run('reconcile')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('does not keep what it could read waiting for what it cannot', async () => {
    const host = await masterHost();
    place(host, 111);
    const match = { method: 'GET', path: '/v2/reserved_ipv6*' };
    host.world.cloud.faults.add({ match, times: 0, fault: { type: 'status', status: 502 } });
    const from = host.clock.now();
    const run = await host.run('reconcile --json --timeout 50');
    expect(reportOf(run).results).toMatchObject([
      { outcome: 'moved' },
      { outcome: 'timed-out', error: { class: 'deadline' } },
    ]);
    expect(host.clock.now() - from).toBeLessThan(5000);
  });

  it('reads 1,000 addresses in at most five calls', async () => {
    const ips = Array.from({ length: 1000 }, (_, index) => `198.18.${index >> 8}.${index & 255}`);
    const topology = `
digitalocean:
  tokens: [{ token: ${token} }]
  droplets:
    - { id: 222, name: lb2, region: nyc3 }
${ips.map((_, index) => `    - { id: ${1000 + index}, name: n${index}, region: nyc3 }`).join('\n')}
  reservedIps:
${ips.map((one, index) => `    - { ip: ${one}, region: nyc3, droplet: ${1000 + index} }`).join('\n')}
`;
    const config = `addresses:\n${ips
      .map(
        (one, index) =>
          `  - { name: a${index}, kind: digitalocean-reserved-ip, ip: ${one}, follow: VI }`,
      )
      .join('\n')}\n`;
    const host = keepalivedHost(config, topology);
    await host.run('notify INSTANCE VI BACKUP 1');
    const run = await host.run('reconcile');
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    const api = host.world.cloud.received.list().filter(({ path }) => path.startsWith('/v2/'));
    expect(api.length).toBeLessThanOrEqual(5);
  });
});

describe('floatip reconcile --textfile', () => {
  it('leaves what it saw for node_exporter, for everybody to read', async () => {
    const host = await masterHost();
    const folder = temporaryFolder();
    expect((await host.run(`reconcile --textfile ${folder}`)).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['floatip.prom']);
    const path = join(folder, 'floatip.prom');
    expect(statSync(path).mode & 0o777).toBe(0o644);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(`floatip_owner{vip="${ip}",provider="digitalocean"} 1`);
    expect(text).toContain(`floatip_desired_owner{vip="2001:db8::10",provider="digitalocean"} 0`);
    expect(text).toMatch(/floatip_last_reconcile_success_timestamp_seconds\{.*\} 1795219\d{3}/);
    expect(text).not.toContain('assign_total');
  });

  it('says nothing of who has what it could not read', async () => {
    const host = await masterHost();
    const folder = temporaryFolder();
    const match = { method: 'GET', path: '/v2/*' };
    host.world.cloud.faults.add({ match, times: 0, fault: { type: 'status', status: 401 } });
    expect((await host.run(`reconcile --textfile ${folder}`)).code).toBe(4);
    const text = readFileSync(join(folder, 'floatip.prom'), 'utf8');
    expect(text).not.toMatch(/^floatip_owner\{/m);
    expect(text).not.toMatch(/^floatip_last_reconcile_success/m);
  });

  it.each([
    ['the API', '/v2/*'],
    ['the metadata service', '/metadata/*'],
  ])('says of whom it is by role, also where %s cannot be reached', async (_what, path) => {
    const host = keepalivedHost();
    const folder = temporaryFolder();
    host.world.cloud.faults.add({ match: { path }, times: 0, fault: { type: 'reset' } });
    await host.run('notify INSTANCE VI_1 MASTER 200 --timeout 1');
    await host.run('notify INSTANCE VI_2 BACKUP 100');
    expect((await host.run(`reconcile --textfile ${folder} --timeout 5`)).code).not.toBe(0);
    const text = readFileSync(join(folder, 'floatip.prom'), 'utf8');
    expect(text).not.toMatch(/^floatip_owner\{/m);
    expect(text).toContain(`floatip_desired_owner{vip="${ip}",provider="digitalocean"} 1`);
    expect(text).toContain(`floatip_desired_owner{vip="2001:db8::10",provider="digitalocean"} 0`);
  });

  it('says that the folder cannot be used', async () => {
    const host = await masterHost();
    const run = await host.run('reconcile --textfile /dev/null/metrics');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('Cannot write the metrics into /dev/null/metrics: ENOTDIR');
  });

  it('says what it did all the same, once', async () => {
    const host = await masterHost();
    const textfile = '--textfile /dev/null/metrics --json';
    expect(reportOf(await host.run(`reconcile ${textfile}`)).results).toHaveLength(2);
    const fault = { type: 'status', status: 401 } as const;
    host.world.cloud.faults.add({ match: { path: '/v2/*' }, times: 0, fault });
    expect((await host.run(`reconcile ${textfile}`)).code).toBe(4);
  });
});
