import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { until } from '../support/real-keepalived.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

/** What the pages and the log of a built watcher say of its FIFO. */

interface Watch {
  readonly host: HookHost;
  log(): string;
  page(path: string): Promise<{ readonly status: number; readonly text: string }>;
  /** Waits until it is ready, or not, with this in the page. */
  ready(status: number, text: string): Promise<void>;
}

async function watch(fifo: string): Promise<Watch> {
  const host = hookHost(await startServedCloud(), '', 'timing: { interval: 1s }');
  const child = host.start(['watch', '--fifo', fifo, '--listen', '127.0.0.1:0']);
  onTestFinished(() => void child.kill('SIGKILL'));
  const path = join(host.state, 'hook.log');
  const log = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  await until('it listens', () => log().includes('info listening'));
  const url = / url=(\S+)/.exec(log())?.[1];
  const page: Watch['page'] = async (name) => {
    const response = await fetch(`${url}${name}`);
    return { status: response.status, text: await response.text() };
  };
  const ready: Watch['ready'] = async (status, text) => {
    const poll = expect.poll(() => page('/readyz'), { timeout: 20_000 });
    await poll.toEqual({ status, text: expect.stringContaining(text) });
  };
  return { host, log, page, ready };
}

function makeFifo(): string {
  const fifo = join(temporaryFolder(), 'fifo');
  expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
  return fifo;
}

/** A shell that is called keepalived. */
function startKeepalived(script: string): void {
  const program = join(temporaryFolder(), 'keepalived');
  symlinkSync('/bin/sh', program);
  const child = spawn(program, ['-c', `${script}; read _`], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
}

describe('a watcher', () => {
  it.each([
    ['a plain file', () => temporaryFile('plain', ''), 'it is not a FIFO. Remove '],
    ['nothing', () => join(temporaryFolder(), 'typo'), 'ENOENT. '],
  ])('with %s in place of its FIFO is not ready, until a hook tells', async (_what, make, says) => {
    const fifo = make();
    const { host, log, page, ready } = await watch(fifo);
    await ready(503, `fifo: cannot read the FIFO ${fifo}: ${says}`);
    expect((await page('/metrics')).text).toContain(
      `floatip_warning{kind="fifo",about="${fifo}"} 1`,
    );
    expect(JSON.parse((await page('/status')).text)).toMatchObject({
      warnings: [{ kind: 'fifo' }],
    });
    expect(log().split(`cannot read the FIFO ${fifo}`)).toHaveLength(2);
    expect(await host.run(['notify', 'INSTANCE', 'VI_1', 'BACKUP', '100'])).toBe(0);
    await ready(200, 'ok');
  });

  it('whose FIFO keepalived does not have open is not ready, until it has', async () => {
    const fifo = makeFifo();
    startKeepalived('true');
    const { log, ready } = await watch(fifo);
    await ready(503, `runs, and does not have the FIFO ${fifo} open`);
    expect(log()).toContain('info reads the FIFO');
    startKeepalived(`exec 3<>${fifo}`);
    await ready(200, 'ok');
    await until('told', () => log().includes('writer="keepalived (process '));
  });

  it('beside which another one reads its FIFO is not ready', async () => {
    const fifo = makeFifo();
    startKeepalived(`exec 3<>${fifo}`);
    const { log, ready } = await watch(fifo);
    const other = spawn('cat', [fifo], { stdio: 'ignore' });
    onTestFinished(() => void other.kill('SIGKILL'));
    await ready(503, `cat (process ${other.pid}) reads the FIFO ${fifo} as well`);
    expect(log()).toContain('reads the FIFO');
  });

  it('passes over what keepalived balances, and tells once of a name that nothing follows', async () => {
    const fifo = makeFifo();
    startKeepalived(`exec 3<>${fifo}`);
    const { log, page } = await watch(fifo);
    await until('it reads', () => log().includes('info reads the FIFO'));
    const balanced = 'VS [192.0.2.15]:tcp:80 UP\n';
    for (const state of ['BACKUP', 'MASTER', 'FAULT']) {
      appendFileSync(fifo, `${balanced}INSTANCE "VI 1" ${state} 100\n`);
    }
    const strange = "keepalived tells of 'VI 1', which no address follows";
    await until('told', () => log().includes(strange));
    expect((await page('/metrics')).text).toContain(
      'floatip_warning{kind="not-followed",about="VI 1"} 1',
    );
    expect(log().split(strange)).toHaveLength(2);
    expect(log()).not.toContain('not an event');
  });
});
