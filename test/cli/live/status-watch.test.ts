import { describe, expect, it } from 'vitest';

import type { ServedCloud } from '../../../src/emulator/serve.ts';
import { openPtySession } from '../../support/pty-session.ts';
import type { PtySession } from '../../support/pty-session.ts';
import { hasPython } from '../../support/pty.ts';
import { runCli } from '../../support/run-cli.ts';
import { startServedCloud } from '../../support/served-cloud.ts';
import { startWatcher } from '../../support/started-watcher.ts';
import { temporaryFile, temporaryFolder } from '../../support/temporary.ts';
import { token } from '../../support/token.ts';

/** The built bundle at a real terminal, which Python makes. */

const web = `cluster: prod-lb
addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10 }]
`;

function envOf(served: ServedCloud): Record<string, string> {
  const folder = temporaryFolder();
  return {
    DO_TOKEN: token,
    FLOATIP_CONFIG: temporaryFile('config.yaml', web),
    FLOATIP_DIGITALOCEAN_ENDPOINT: served.endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: served.metadata.get('111') ?? '',
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
  };
}

const within = { timeout: 15_000 };
const toPageBefore = '\u001B[?25h\u001B[?1049l';

async function openWatch(size: { rows?: number; columns?: number } = {}): Promise<PtySession> {
  const session = openPtySession(['status', '--watch'], {
    ...size,
    env: envOf(await startServedCloud()),
  });
  await expect.poll(() => session.screen().join('\n'), within).toContain('All is well');
  return session;
}

describe.skipIf(!hasPython)('floatip status --watch at a terminal', () => {
  it('shows who holds what, on a page of its own', { timeout: 30_000 }, async () => {
    const session = await openWatch();
    expect(session.written()).toContain('\u001B[?1049h');
    const screen = session.screen().join('\n');
    expect(screen).toContain('prod-lb · node 111 (digitalocean)');
    expect(screen).toMatch(/web +203\.0\.113\.10 +lb1 \(111\), this host/);
    expect(screen).toContain('no watcher with --listen answers here');
    session.type('q');
    expect(await session.ended).toBe(0);
    expect(session.written().endsWith(toPageBefore)).toBe(true);
  });

  it('fits another size at once', { timeout: 30_000 }, async () => {
    const session = await openWatch({ rows: 40, columns: 120 });
    session.resize(10, 40);
    await expect.poll(() => session.screen().length, within).toBeLessThanOrEqual(10);
    expect(Math.max(...session.screen().map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(session.screen().join('\n')).toContain('web');
  });

  it.each([
    ['Ctrl-C', '\u0003', 130],
    ['q', 'q', 0],
  ])('leaves the terminal as it was after %s', { timeout: 30_000 }, async (_what, keys, code) => {
    const session = await openWatch();
    session.type(keys);
    expect(await session.ended).toBe(code);
    const [, after = ''] = session.written().split('\u001B[?1049l');
    expect(session.written()).toContain(toPageBefore);
    expect(after).not.toContain('\u001B[?1049h');
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const)('leaves it so after %s as well', { timeout: 30_000 }, async (name, code) => {
    const session = await openWatch();
    session.signal(name);
    expect(await session.ended).toBe(code);
    expect(session.written()).toContain(toPageBefore);
  });

  it('gives the terminal back while it is stopped', { timeout: 30_000 }, async () => {
    const session = await openWatch();
    session.type('\u001A');
    await expect.poll(() => session.written().endsWith(toPageBefore), within).toBe(true);
    session.signal('SIGCONT');
    await expect.poll(() => session.screen().join('\n'), within).toContain('All is well');
    session.type('q');
    expect(await session.ended).toBe(0);
  });
});

describe('floatip status --watch elsewhere', () => {
  it('says that it needs a terminal, and what to do without', async () => {
    const run = await runCli(['status', '--watch'], { env: envOf(await startServedCloud()) });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('stdout is no terminal');
    expect(run.stderr).toContain('status --json');
  });

  it.each(['--json', '--wide'])('is not for %s', async (option) => {
    const env = envOf(await startServedCloud());
    const run = await runCli(['status', '--watch', option], { env });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--watch');
  });
});

describe.skipIf(!hasPython)('floatip status --watch beside a watcher', () => {
  const followed = `addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }
  - { name: six, kind: digitalocean-reserved-ipv6, ip: '2001:db8::10' }
`;

  it('shows what that sees, and looks itself once it is gone', { timeout: 60_000 }, async () => {
    const served = await startServedCloud();
    const env = { ...envOf(served), FLOATIP_CONFIG: temporaryFile('config.yaml', followed) };
    const watcher = await startWatcher(env);
    const session = openPtySession(['status', '--watch'], { rows: 30, columns: 120, env });
    const screen = (): string => session.screen().join('\n');
    await expect.poll(screen, within).toContain(`as the watcher sees it, ${watcher.url}`);
    expect(screen()).toMatch(/web .*lb1 \(111\), this host/);
    // It follows nothing, so that no watcher watches it.
    expect(screen()).toMatch(/six .*lb1 \(111\), this host/);
    expect(screen()).toContain('what it does not watch asked every 10 s');
    await runCli(['notify', '--instance', 'VI_1', '--state', 'MASTER'], { env });
    await expect.poll(screen, { timeout: 15_000 }).toMatch(/web .* MASTER +✓ ok/);
    watcher.child.kill('SIGKILL');
    await expect.poll(screen, within).toContain('no watcher with --listen answers here');
    expect(screen()).toMatch(/web .*lb1 \(111\), this host/);
    session.type('q');
    expect(await session.ended).toBe(0);
  });
});
