import { describe, expect, it, onTestFinished } from 'vitest';

import { kill, openFleetField } from '../support/fleet-field.ts';
import type { FleetField } from '../support/fleet-field.ts';
import { startEtcd, whyNoEtcd } from '../support/real-etcd.ts';
import { runCli } from '../support/run-cli.ts';
import type { MainRun } from '../support/run-main.ts';
import { temporaryFolder } from '../support/temporary.ts';

const patience = { timeout: 30_000, interval: 20 };

async function start(): Promise<FleetField> {
  const { endpoints } = await startEtcd();
  const field = await openFleetField({
    addresses: 12,
    hosts: 4,
    controllers: 3,
    ttlS: 3,
    interval: '500ms',
    passes: '2s',
    folder: temporaryFolder(),
    endpoints,
  });
  onTestFinished(() => field.close());
  await expect
    .poll(async () => (await run(field, ['lease', 'list'])).stdout, patience)
    .toContain('4 of 4 hosts well');
  return field;
}

function run({ envOf }: FleetField, args: readonly string[]): Promise<MainRun> {
  return runCli(args, { env: envOf('c1') });
}

function writesIn({ served }: FleetField): readonly string[] {
  const received = served.cloud.received.list();
  return received.filter(({ method }) => method !== 'GET').map(({ path }) => path);
}

function leftAt(field: FleetField, host: number): number {
  return field.counts().get(host) ?? 0;
}

const skipped = whyNoEtcd === undefined ? '' : ` (${whyNoEtcd})`;

describe.skipIf(whyNoEtcd !== undefined)(`controllers with a real etcd${skipped}`, () => {
  it('move addresses of hosts that run nothing, also where the one that led has died', async () => {
    const field = await start();
    expect(writesIn(field)).toEqual([]);
    await field.killHost(1);
    await expect.poll(() => leftAt(field, 1), patience).toBe(0);
    expect([...field.counts().values()]).toEqual([4, 4, 4]);
    expect(writesIn(field)).toHaveLength(3);
    const list = (await run(field, ['lease', 'list'])).stdout;
    expect(list).toContain('3 of 4 hosts well, dead: h1 (1)');
    const [, leader = ''] = /^hosts\.web {2}(c\d)/m.exec(list) ?? [];
    const child = field.controllers.get(leader);
    if (child === undefined) throw new Error(`Nobody leads: ${list}`);
    await Promise.all([kill(child), field.killHost(2)]);
    await expect.poll(() => leftAt(field, 2), patience).toBe(0);
    expect([...field.counts().values()]).toEqual([6, 6]);
    // Three of host 1, and the four that host 2 had by then.
    expect(writesIn(field)).toHaveLength(3 + 4);
    const { addresses } = JSON.parse((await run(field, ['status', '--json'])).stdout);
    expect(addresses[0]).toMatchObject({ verdict: 'ok', trigger: { type: 'hosts' } });
    const reconciled = await run(field, ['reconcile', '--json']);
    expect(JSON.parse(reconciled.stdout).results[0]).toMatchObject({ outcome: 'not-ours' });
    expect(reconciled.code).toBe(0);
  }, 120_000);
});
