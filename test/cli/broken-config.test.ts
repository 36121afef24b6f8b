import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openLastConfigs } from '../../src/config/last-config.ts';
import { openFolder } from '../../src/lib/files/shared-folder.ts';
import { readBootId } from '../../src/lib/host/boot-id.ts';
import { loadConfig } from '../support/clouds.ts';
import { keepalivedHost } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

const ip = '203.0.113.10';
const good = `addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1 }
`;
const take = 'notify INSTANCE VI_1 MASTER 200';

/** A host whose config is as the test writes it. */
function hostWith(text: string): KeepalivedHost & { write(text: string): void; path: string } {
  const path = temporaryFile('config.yaml', text);
  const host = keepalivedHost('', undefined, { env: { FLOATIP_CONFIG: path } });
  return { ...host, path, write: (other) => writeFileSync(path, other) };
}

function holder({ world }: KeepalivedHost): number | null | undefined {
  world.cloud.digitalocean.settle();
  return world.cloud.digitalocean.reservedIps.get(ip)?.droplet;
}

const broken: Readonly<Record<string, string>> = {
  'a tab': good.replace('  -', '\t-'),
  'an unclosed brace': good.replace(' }', ''),
  'a typo in a key': good.replace('follow', 'folow'),
  'an IP that is none': good.replace(ip, `${ip}.1`),
};

describe('a config that can no longer be used', () => {
  it.each(Object.entries(broken))('does not keep a hook from acting: %s', async (_what, text) => {
    const host = hostWith(good);
    await host.run('status');
    host.write(text);
    const run = await host.run(take);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(
      /^floatip: .*config\.yaml cannot be used \(.*\): went on with the one of \d{4}-\d\d-\d\d \d\d:\d\d\. Correct it/,
    );
    expect(holder(host)).toBe(222);
  });

  it('is told by line', async () => {
    const host = hostWith(good);
    await host.run('status');
    host.write(good.replace('  -', '\t-'));
    const { stderr, stdout } = await host.run('status --json');
    const why = `${host.path} cannot be used (line 2: this line is indented by a tab: use spaces`;
    expect(stderr).toContain(why);
    expect(JSON.parse(stdout)).toMatchObject({
      warnings: [{ message: expect.stringContaining(why) }],
    });
  });

  it('does not keep cron from healing', async () => {
    const host = hostWith(good);
    await host.run('notify INSTANCE VI_1 BACKUP 100');
    host.write(good.replace('{', ''));
    await host.run(take);
    const reserved = host.world.cloud.digitalocean.reservedIps.get(ip)!;
    host.world.cloud.digitalocean.place(reserved, 111);
    const run = await host.run('reconcile --json');
    expect(JSON.parse(run.stdout)).toMatchObject({
      results: [{ outcome: 'moved' }],
      warnings: [{ message: expect.stringContaining('went on with the one of') }],
    });
    expect(holder(host)).toBe(222);
  });

  it('is survived across a boot', async () => {
    const host = hostWith(good);
    await host.run('status');
    expect(readBootId()).not.toBe('');
    rmSync(host.runtimeFolder, { recursive: true });
    host.write('addresses: [');
    expect((await host.run(take)).code).toBe(0);
    expect(holder(host)).toBe(222);
  });

  it.each([`assign ${ip}`, `release ${ip}`, 'config check'])('is refused by %s', async (line) => {
    const host = hostWith(good);
    await host.run('status');
    host.write('addresses: [');
    const run = await host.run(line);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('the [ that opens here is not closed');
    expect(holder(host)).toBe(111);
  });

  it('is refused where there is none to go on with, and the event is kept and told', async () => {
    const host = hostWith('addresses:\n\t- {}\n');
    expect((await host.run(take)).code).toBe(3);
    expect((await host.run('history')).stdout).toContain('VI_1 MASTER (priority 200)');
  });

  it('does not keep anybody from reading the history', async () => {
    const host = hostWith(good);
    await host.run(take);
    host.write('addresses: [');
    const run = await host.run('history');
    expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('config.yaml:1: ') });
    expect(run.stdout).toContain('web 203.0.113.10');
  });

  it('is not gone on with once it was removed', async () => {
    const host = hostWith(good);
    await host.run('status');
    rmSync(host.path);
    expect((await host.run(take)).code).toBe(3);
    expect(holder(host)).toBe(111);
  });

  it('counts again as soon as it is corrected', async () => {
    const host = hostWith(good);
    await host.run('status');
    host.write('addresses: [');
    await host.run('status');
    host.write(good.replace('web', 'api'));
    const run = await host.run('status --json');
    expect(JSON.parse(run.stdout)).toMatchObject({ addresses: [{ name: 'api' }] });
    expect(JSON.parse(run.stdout)).not.toHaveProperty('warnings');
  });

  it('is remembered for this user alone', async () => {
    const host = hostWith(good);
    await host.run('status');
    const file = join(host.stateFolder, 'last-config.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('"VI_1"');
  });

  it('may be one whose endpoint is none', async () => {
    const path = temporaryFile('config.yaml', good);
    const last = openLastConfigs(openFolder(temporaryFolder()), () => Date.UTC(2026, 10, 28));
    await loadConfig({ path, env: {}, last });
    writeFileSync(path, `${good}providers: { digitalocean: { endpoint: htps://a } }\n`);
    await expect(loadConfig({ path, env: {}, last })).rejects.toThrow('expected a base URL');
    expect(await loadConfig({ path, env: {}, last, mayGoOn: true })).toMatchObject({
      addresses: [{ name: 'web' }],
      instead: expect.stringContaining('went on with the one of 2026-11-2'),
    });
  });

  it('may be one that others can write since', async () => {
    const host = hostWith(good);
    await host.run('status');
    host.write(good.replace(ip, '203.0.113.11'));
    chmodSync(host.path, 0o666);
    const run = await host.run(take);
    expect(run.stderr).toContain('may be written by every user of this host');
    expect(holder(host)).toBe(222);
  });
});
