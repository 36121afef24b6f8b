import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { ending, hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

const isRoot = process.getuid?.() === 0;
/** Somebody without a home, without rights, and without files. */
const nobody = isRoot ? 65_534 : (process.getuid?.() ?? 0);
/** The folder of last resort for somebody who can write neither /run nor a home. */
const lastResort = join(tmpdir(), `floatip-${nobody}`);

/** As keepalived starts it: no environment, no streams, a strange umask. */
async function runBare(args: readonly string[], { config }: HookHost): Promise<number | string> {
  const floatip = resolve('bin/floatip.js');
  const line = `umask 0177; exec env -i FLOATIP=${floatip} hooks/keepalived-notify --config ${config} "$@" <&- >&- 2>&-`;
  const child = spawn('sh', ['-c', line, 'sh', ...args], {
    stdio: 'ignore',
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
  });
  return await ending(child);
}

function bareHost(served: Parameters<typeof hookHost>[0], extra?: string): HookHost {
  const host = hookHost(served, extra);
  if (isRoot) chownSync(join(host.config, '../token'), nobody, nobody);
  rmSync(lastResort, { recursive: true, force: true });
  onTestFinished(() => rmSync(lastResort, { recursive: true, force: true }));
  return host;
}

function everythingBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.map(({ parentPath, name }) => join(parentPath, name));
}

describe('the hook as keepalived starts it', () => {
  it('moves the address and leaves a log, with nothing to go by', async () => {
    const served = await startServedCloud();
    const host = bareHost(served);
    expect(await runBare(['INSTANCE', 'VI_1', 'MASTER', '200'], host)).toBe(0);
    served.cloud.digitalocean.settle();
    expect(served.cloud.digitalocean.reservedIps.get('203.0.113.10')?.droplet).toBe(222);
    const lines = readFileSync(join(lastResort, 'hook.log'), 'utf8').trim().split('\n');
    const messages = lines.map((line) => line.replace(/^\d{4}-\S+Z \w+ /, ''));
    const apart = expect.stringMatching(/\/run\/floatip cannot be written here .* chown /);
    expect(messages).toEqual([
      expect.stringMatching(/^event .*vrrp=VI_1/),
      expect.stringMatching(/^web: writing /),
      expect.stringMatching(/^web: accepted by the cloud /),
      expect.stringMatching(/^web 203\.0\.113\.10 .*→ .* in \d\.\d\d s /),
      apart,
    ]);
    expect(existsSync(join(lastResort, 'journal.jsonl'))).toBe(true);
  });

  it('leaves files that are its own, and folders that it can enter', async () => {
    const served = await startServedCloud();
    await runBare(['INSTANCE', 'VI_1', 'MASTER', '200'], bareHost(served));
    const all = everythingBelow(lastResort);
    expect(all.length).toBeGreaterThan(6);
    for (const path of all) {
      const { mode, uid } = statSync(path);
      const expected = statSync(path).isDirectory() ? 0o700 : 0o600;
      expect({ path, mode: mode & 0o777, uid }).toEqual({ path, mode: expected, uid: nobody });
    }
  });

  it.runIf(isRoot)('shares its folders with a cron that runs as root', async () => {
    const served = await startServedCloud();
    const host = bareHost(served);
    await runBare(['INSTANCE', 'VI_1', 'MASTER', '200'], host);
    const child = spawn(
      process.execPath,
      ['bin/floatip.js', 'notify', 'INSTANCE', 'VI_2', 'STOP', '0'],
      {
        env: {
          FLOATIP_CONFIG: host.config,
          FLOATIP_RUNTIME_DIR: lastResort,
          FLOATIP_STATE_DIR: lastResort,
        },
        stdio: 'ignore',
      },
    );
    expect(await ending(child)).toBe(0);
    expect(await runBare(['INSTANCE', 'VI_2', 'BACKUP', '200'], host)).toBe(0);
    const uids = everythingBelow(lastResort).map((path) => statSync(path).uid);
    expect(new Set(uids)).toEqual(new Set([nobody]));
  });

  it('says in its log that it does not believe what the interface contradicts', async () => {
    const served = await startServedCloud();
    const host = bareHost(served, ', vip: 10.255.255.99');
    expect(await runBare(['INSTANCE', 'VI_1', 'MASTER', '200'], host)).toBe(0);
    expect(readFileSync(join(lastResort, 'hook.log'), 'utf8')).toContain('claim not believed');
    expect(served.cloud.received.list().filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it.each([
    [
      ['--instance', 'VI_1', '--state', 'MASTR'],
      2,
      "'MASTR' is not a state: expected one of MASTER",
    ],
    [['--instanze', 'VI_1'], 2, "unknown option '--instanze'"],
    [
      ['--config', '/nonexistent', 'INSTANCE', 'VI_1', 'MASTER', '200'],
      3,
      'Cannot read the config',
    ],
  ])('leaves in its log why %j is refused', async (args, code, reason) => {
    const host = bareHost(await startServedCloud());
    expect(await runBare(args, host)).toBe(code);
    const lines = readFileSync(join(lastResort, 'hook.log'), 'utf8').trim().split('\n');
    const told = lines.filter((line) => !line.includes(' event '));
    expect(told).toEqual([expect.stringContaining(reason)]);
    expect(told[0]).toMatch(/^\S+Z error /);
  });

  it('leaves in its log why an address could not be taken', async () => {
    const served = await startServedCloud();
    const fault = { type: 'status', status: 401 } as const;
    served.cloud.faults.add({ match: { path: '/v2/*' }, times: 0, fault });
    const host = bareHost(served);
    expect(await runBare(['INSTANCE', 'VI_1', 'MASTER', '200'], host)).toBe(4);
    const log = readFileSync(join(lastResort, 'hook.log'), 'utf8');
    expect(log).toMatch(/Z error /);
    expect(log).toContain('web 203.0.113.10: ');
  });

  it('shows its secrets nowhere', async () => {
    const served = await startServedCloud();
    const host = bareHost(served);
    served.cloud.faults.add({ match: { method: 'POST' }, fault: { type: 'latency', ms: 400 } });
    served.cloud.faults.add({ match: { method: 'POST' }, times: 2, fault: { type: 'reset' } });
    const running = runBare(['INSTANCE', 'VI_1', 'MASTER', '200'], host);
    const listings: string[] = [];
    const timer = setInterval(() => listings.push(spawnSync('ps', ['axww']).stdout.toString()), 60);
    expect(await running).toBe(0);
    clearInterval(timer);
    const text = listings.join('') + everythingBelow(lastResort).map(contents).join('');
    expect(text).toContain('floatip.js notify --config');
    expect(text).toContain('"outcome":"moved"');
    expect(text).not.toContain(token);
  });

  it('gives its log to the journal in the form that the journal understands', async () => {
    const served = await startServedCloud();
    const host = hookHost(served);
    const file = temporaryFile('stderr', '');
    const { dev, ino } = statSync(file);
    const line = `exec ${process.execPath} bin/floatip.js notify INSTANCE VI_9 MASTER 1 2>>${file}`;
    const env = {
      FLOATIP_CONFIG: host.config,
      FLOATIP_RUNTIME_DIR: temporaryFolder(),
      FLOATIP_STATE_DIR: temporaryFolder(),
      JOURNAL_STREAM: `${dev}:${ino}`,
    };
    expect(await ending(spawn('sh', ['-c', line], { env, stdio: 'ignore' }))).toBe(0);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^<4>[^{<]/),
      expect.stringMatching(/^<6>event scope=INSTANCE vrrp=VI_9 state=MASTER priority=1$/),
    ]);
  });
});

function contents(path: string): string {
  return statSync(path).isDirectory() ? '' : readFileSync(path, 'utf8');
}
