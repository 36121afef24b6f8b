import { createServer as createPage } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { runCli } from '../support/run-cli.ts';
import { reportOf } from '../support/run-main.ts';
import type { MainRun } from '../support/run-main.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { unusedPort } from '../support/unused-port.ts';

/** The built command line, with somebody who answers on loopback in place of the public IP. */

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const accepting = () => listening(createServer((socket) => socket.destroy()));

const paging = (status: number, headers: Record<string, string> = {}) =>
  listening(createPage((_, response) => response.writeHead(status, headers).end()));

interface Probing {
  readonly host: HookHost;
  readonly served: ServedCloud;
  run(...args: readonly string[]): Promise<MainRun>;
}

async function hostWith(probe: string): Promise<Probing> {
  const served = await startServedCloud();
  const host = hookHost(served, `, probe: { ip: 127.0.0.1, ${probe} }`);
  const env = host.env as Record<string, string>;
  return { host, served, run: (...args) => runCli(args, { env }) };
}

describe('an address with a probe', () => {
  it('is asked once it is here, and the result, the journal and the text say how long that took', async () => {
    const { run } = await hostWith(`tcp: ${await accepting()}`);
    const moved = await run('assign', 'web', '--json');
    expect(moved.code).toBe(0);
    const [result] = reportOf(moved).results;
    expect(result).toMatchObject({ outcome: 'moved', probe: { isAnswered: true, isLocal: true } });
    expect(result?.warning).toBeUndefined();
    const history = await run('history');
    expect(history.stdout).toMatch(/web answered at 127\.0\.0\.1:\d+ after \d+\.\d\d s/);
  });

  it('says who answers, where a header tells', async () => {
    const port = await paging(200, { 'X-Served-By': 'lb2' });
    const { run } = await hostWith(`http: /healthz, port: ${port}`);
    const { stdout } = await run('assign', 'web');
    const [first, second] = stdout.split('\n');
    // Where the look that goes beside the write comes late, nobody knows where it was.
    expect(first).toMatch(/^web 203\.0\.113\.10: moved (?:from 111 )?to 222/);
    expect(second).toMatch(/answered at http:\/\/127\.0\.0\.1:\d+\/healthz after .* s, by lb2/);
  });

  it('that nobody answers is ours all the same, with a warning', async () => {
    const { run } = await hostWith(`tcp: ${await unusedPort()}, timeout: 600ms`);
    const moved = await run('assign', 'web', '--json');
    expect(moved.code).toBe(0);
    const [result] = reportOf(moved).results;
    expect(result).toMatchObject({ outcome: 'moved', probe: { isAnswered: false } });
    expect(result?.durationMs).toBeLessThan((result?.probe?.ms ?? 0) + 5000);
    expect(result?.warning).toContain(
      'the cloud says that it is here, and nobody answered at 127.0.0.1',
    );
    expect(moved.stderr).toContain('See whether the service listens');
  });

  it('takes an error page for no answer', async () => {
    const { run } = await hostWith(`http: /, port: ${await paging(502)}, timeout: 500ms`);
    const { stderr, code } = await run('assign', 'web');
    expect(code).toBe(0);
    expect(stderr).toContain('(status 502)');
  });

  it('is asked again until somebody answers', async () => {
    const port = await unusedPort();
    const { run } = await hostWith(`tcp: ${port}, timeout: 20s`);
    const running = run('assign', 'web', '--json');
    await sleep(1500);
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    expect(reportOf(await running).results[0]?.probe).toMatchObject({ isAnswered: true });
  });

  it('is not asked where it was here already, or goes elsewhere', async () => {
    const { run } = await hostWith(`tcp: ${await unusedPort()}, timeout: 30s`);
    await run('assign', 'web', '--to', '222', '--json');
    const away = await run('assign', 'web', '--to', '111', '--json');
    expect(reportOf(away).results[0]).toMatchObject({ outcome: 'moved' });
    expect(reportOf(away).results[0]?.probe).toBeUndefined();
  }, 60_000);

  it('of a hook that keepalived has started keeps nobody waiting who wants the address', async () => {
    const { host, served } = await hostWith(`tcp: ${await unusedPort()}, timeout: 15s`);
    const hook = host.start(['notify', 'INSTANCE', 'VI_1', 'MASTER', '200']);
    onTestFinished(() => void hook.kill('SIGKILL'));
    const holder = () => {
      served.cloud.digitalocean.settle();
      return served.cloud.digitalocean.reservedIps.get('203.0.113.10')?.droplet;
    };
    for (let waited = 0; holder() !== 222 && waited < 10_000; waited += 20) await sleep(20);
    // It is still asking, and has let go of the address.
    const begin = Date.now();
    expect(await host.run(['assign', 'web', '--to', '111'])).toBe(0);
    expect(Date.now() - begin).toBeLessThan(10_000);
    expect(hook.exitCode).toBeNull();
  });
});
