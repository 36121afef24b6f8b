import { createHmac } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import { endSendersOf, startAlertingHost, webhookSecret } from '../support/alerting-host.ts';
import type { AlertingHost } from '../support/alerting-host.ts';
import { ending } from '../support/hook.ts';
import { runCli } from '../support/run-cli.ts';
import { token } from '../support/token.ts';

/** Alerts of hooks, of cron and of watchers, as processes of their own. */

const master = ['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'];
const backup = ['notify', 'INSTANCE', 'VI_1', 'BACKUP', '100'];

async function until(what: string, condition: () => boolean, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  while (!condition() && Date.now() < end) await sleep(10);
  expect(condition(), what).toBe(true);
}

function written({ state }: AlertingHost, name: string): string {
  const path = join(state, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function place({ served }: AlertingHost, droplet: number | null): void {
  const { digitalocean } = served.cloud;
  const reserved = digitalocean.reservedIps.get('203.0.113.10');
  if (reserved !== undefined) digitalocean.place(reserved, droplet);
}

function waiting(host: AlertingHost): number {
  const text = written(host, 'alerts/outbox.json');
  return text === '' ? 0 : JSON.parse(text).waiting.length;
}

/** A watcher that has looked once. */
async function watch(host: AlertingHost) {
  const before = written(host, 'hook.log').split(' watching ').length;
  const child = host.start(['watch']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await until('watching', () => written(host, 'hook.log').split(' watching ').length > before);
  return child;
}

describe('a hook', () => {
  it('has a process of its own tell of a takeover, with a signature', async () => {
    const host = await startAlertingHost();
    expect(await host.run(master)).toBe(0);
    await host.receiver.until(1);
    const [{ method, path, headers, body } = expect.fail()] = host.receiver.got;
    expect({ method, path }).toEqual({ method: 'POST', path: '/in' });
    const signature = createHmac('sha256', webhookSecret).update(body).digest('hex');
    expect(headers['x-floatip-signature']).toBe(`sha256=${signature}`);
    expect(JSON.parse(body)).toMatchObject({
      version: 1,
      kind: 'taken-over',
      cluster: 'prod-lb',
      address: { name: 'web', ip: '203.0.113.10' },
      to: '222',
      cause: 'MASTER VI_1',
    });
    await until('nothing waits', () => waiting(host) === 0);
  });

  it('waits for no channel, and leaves what was not sent to whoever comes next', async () => {
    const host = await startAlertingHost({ answer: () => 'hang' });
    expect(await host.run(master)).toBe(0);
    const outcome = written(host, 'journal.jsonl')
      .split('\n')
      .find((line) => line.includes('"moved"'));
    await host.receiver.until(1);
    const [asked] = host.receiver.got;
    expect(asked?.at).toBeGreaterThan(Date.parse(JSON.parse(outcome ?? '{}').at));
    expect(waiting(host)).toBe(1);
    expect(endSendersOf(host)).toBe(1);
    host.receiver.answer = () => ({ body: 'ok' });
    expect(await host.run(['alert', 'send'])).toBe(0);
    expect(host.kinds()).toEqual(['taken-over', 'taken-over']);
    expect(waiting(host)).toBe(0);
  });

  it('tells once of what fails, and once when it is over', async () => {
    const host = await startAlertingHost();
    writeFileSync(host.tokenFile, 'dop_v1_wrong');
    expect(await host.run(master)).toBe(4);
    await host.receiver.until(1);
    expect(await host.run(['reconcile'])).toBe(4);
    expect(host.kinds()).toEqual(['failed']);
    writeFileSync(host.tokenFile, token);
    expect(await host.run(['reconcile'])).toBe(0);
    await host.receiver.until(3);
    expect(host.kinds()).toEqual(['failed', 'taken-over', 'recovered']);
    const [failed, , recovered] = host.told();
    expect(failed).toMatchObject({ status: 'firing', reason: expect.any(String) });
    expect(recovered).toMatchObject({ status: 'resolved', ended: [{ episode: failed.episode }] });
  });

  it('loads nothing of it where nobody is to be told', async () => {
    const host = await startAlertingHost();
    const config = readFileSync(host.config, 'utf8');
    writeFileSync(host.config, config.slice(0, config.indexOf('alerts:')));
    expect(await host.run(master)).toBe(0);
    expect(existsSync(join(host.state, 'alerts'))).toBe(false);
  });
});

describe('what a channel refuses', () => {
  it('is in the history, and in the next message', async () => {
    const host = await startAlertingHost({ answer: () => ({ status: 403, body: 'gone' }) });
    expect(await host.run(master)).toBe(0);
    await until('given up', () => written(host, 'journal.jsonl').includes('"undelivered"'));
    const { stdout } = await runCli(['history'], { env: { FLOATIP_STATE_DIR: host.state } });
    expect(stdout).toMatch(/ ops: 1 alert not delivered: 127.0.0.1:\d+ answered 403: gone\n$/);
    host.receiver.answer = () => ({ body: 'ok' });
    expect(await host.run(backup)).toBe(0);
    place(host, 111);
    expect(await host.run(master)).toBe(0);
    await host.receiver.until(2);
    expect(host.told().at(-1).text).toContain('Not delivered before by ops (webhook): 1 alert');
  });
});

describe('an operator', () => {
  it('who moves an address is not told of it', async () => {
    const host = await startAlertingHost();
    expect(await host.run(['assign', 'web'])).toBe(0);
    expect(await host.run(['release', 'web'])).toBe(0);
    expect(waiting(host)).toBe(0);
    expect(host.told()).toEqual([]);
  });
});

describe('a watcher', () => {
  it('and the hooks beside it tell of a takeover once, also after a restart', async () => {
    const host = await startAlertingHost();
    const child = await watch(host);
    expect(await host.run(master)).toBe(0);
    await host.receiver.until(1);
    // Between sending and writing it down, it would be sent once more.
    await until('nothing waits', () => waiting(host) === 0);
    child.kill('SIGKILL');
    await ending(child);
    expect(await host.run(master)).toBe(0);
    const next = await watch(host);
    expect(await host.run(['reconcile'])).toBe(0);
    next.kill('SIGTERM');
    expect(await ending(next)).toBe(143);
    expect(host.kinds()).toEqual(['taken-over']);
  });

  it('tells that the cloud refuses its credentials, and when that is over', async () => {
    const host = await startAlertingHost();
    writeFileSync(host.tokenFile, 'dop_v1_wrong');
    await watch(host);
    await host.receiver.until(1);
    writeFileSync(host.tokenFile, token);
    await host.receiver.until(2);
    expect(host.told()).toMatchObject([
      { kind: 'unhealthy', cloud: 'digitalocean', hint: expect.any(String) },
      { kind: 'recovered', cloud: 'digitalocean' },
    ]);
  });

  it('tells of an address that nobody holds, and when somebody does again', async () => {
    const host = await startAlertingHost();
    expect(await host.run(backup)).toBe(0);
    await watch(host);
    place(host, null);
    await host.receiver.until(1);
    place(host, 111);
    await host.receiver.until(2);
    expect(host.kinds()).toEqual(['idle', 'recovered']);
  });

  it('tells of a vip on a host that is not MASTER, once, and when that is over', async () => {
    const host = await startAlertingHost({ extra: ', vip: 127.0.0.1' });
    expect(await host.run(backup)).toBe(0);
    await watch(host);
    await until('split', () => host.kinds().includes('split-brain'));
    expect(await host.run(master)).toBe(0);
    await until('over', () => host.kinds().includes('recovered'));
    const kinds = host.kinds().filter((kind) => kind !== 'taken-over');
    expect(kinds).toEqual(['split-brain', 'recovered']);
  });

  it('tells of another MASTER that keeps taking the address, once, and when that is over', async () => {
    const host = await startAlertingHost();
    await watch(host);
    expect(await host.run(master)).toBe(0);
    await until('taken', () => host.kinds().includes('taken-over'));
    for (const times of [1, 2]) {
      await until('here', () => written(host, 'journal.jsonl').split('"moved"').length > times);
      // The other host takes it back as soon as it sees that it has lost it.
      place(host, 111);
    }
    await until('split', () => host.kinds().includes('split-brain'));
    expect(await host.run(backup)).toBe(0);
    await until('over', () => host.kinds().includes('recovered'));
    expect(host.kinds()).toEqual(['taken-over', 'contested', 'split-brain', 'recovered']);
    expect(host.told().at(-1).ended).toHaveLength(2);
  }, 60_000);

  it('sends what hooks and cron leave to it', async () => {
    const host = await startAlertingHost();
    await watch(host);
    writeFileSync(host.tokenFile, 'dop_v1_wrong');
    expect(endSendersOf(host)).toBe(0);
    await host.run(['reconcile']);
    expect(endSendersOf(host)).toBe(0);
    await host.receiver.until(1);
    expect(host.kinds()).toContain('unhealthy');
  });
});
