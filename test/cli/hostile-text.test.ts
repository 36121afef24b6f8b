import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { printable } from '../../src/core/plain-text.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { noChanges } from '../../src/watch/changes.ts';
import { openPage } from '../../src/watch/page/open-page.ts';
import { watchPages } from '../../src/watch/watch-pages.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { runCli } from '../support/run-cli.ts';
import { runMain } from '../support/run-main.ts';
import type { MainRun } from '../support/run-main.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { tencentEnv, tencentTopology } from '../support/tencent-topology.ts';
import { token } from '../support/token.ts';
import { startWatching } from '../support/watching.ts';

/** What others have called something, or answered, is text: nothing else reaches a terminal. */

const hostile =
  'x\u001b[31mred\u001b]0;title\u0007\r\nfloatip: forged\u0085\u009b31m\u202e\u2066\u200f\u2028forged\u007f\t';
/** As YAML and JSON have it. */
const quoted = printable(JSON.stringify(hostile));

const unprintable = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const ownColours = /\p{Cc}\[\d*m/gu;
/** How the line is wiped that says what is waited for. */
const ownWipes = /\p{Cc}{2}\[K/gu;
const forgedLine = /^(?:floatip: )?forged/m;

function expectPlain(...texts: readonly string[]): void {
  for (const text of texts) {
    expect(text).not.toContain('\u001b[31mred');
    expect(text).not.toMatch(forgedLine);
    // At a terminal, floatip's own colours and its line about waiting are left.
    expect(text.replaceAll(ownWipes, '').replaceAll(ownColours, '')).not.toMatch(unprintable);
  }
}

const ip = '203.0.113.10';
const topology = `
digitalocean:
  tokens: [{ token: ${token} }]
  droplets:
    - { id: 111, name: ${quoted}, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3 }
  reservedIps: [{ ip: ${ip}, region: nyc3, droplet: 111 }]
`;
const config = `
addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: ${quoted} }]
`;

interface HostileHost {
  readonly state: string;
  /** What the API answers to these from now on. */
  refuse(method: string, body: string): void;
  run(...args: readonly string[]): Promise<MainRun>;
}

function hostileHost(text = config, isTTY = false): HostileHost {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock, topology);
  const state = temporaryFolder();
  const env = {
    FLOATIP_CONFIG: temporaryFile('config.yaml', text),
    FLOATIP_RUNTIME_DIR: temporaryFolder(),
    FLOATIP_STATE_DIR: state,
  };
  return {
    state,
    refuse(method, body) {
      const match = { method, service: 'digitalocean-api' } as const;
      world.cloud.faults.add({ match, times: 0, fault: { type: 'status', status: 422, body } });
    },
    run: async (...args) => await runMain(args, { clock, world, env, isTTY }),
  };
}

const message = JSON.stringify({ id: hostile, message: hostile });
const noisy = ['--log-level', 'debug', '--timeout', '5'];
const event = ['--instance', hostile, '--state', 'MASTER'];

const situations = [[], ['POST'], ['GET', 'POST']].flatMap((refused) =>
  [true, false].map((isTTY) => ({ refused, isTTY })),
);

describe('a hostile text in an answer, in the config or from keepalived', () => {
  it.each([
    ['assign', ['assign', ...noisy]],
    ['assign --json', ['assign', '--json', ...noisy]],
    ['assign --dry-run', ['assign', '--dry-run', ...noisy]],
    ['release', ['release', '--from', '111', ...noisy]],
    ['status', ['status', ...noisy]],
    ['status --json', ['status', '--json', ...noisy]],
    ['notify', ['notify', ...event, ...noisy]],
    ['notify --json', ['notify', '--json', ...event, ...noisy]],
    ['reconcile', ['reconcile', '--verbose', ...noisy]],
    ['init', ['init']],
    ['init --json', ['init', '--json']],
    ['init --policy', ['init', '--policy']],
    ['config check', ['config', 'check']],
  ])('is text in what %s prints, writes and logs', async (_what, args) => {
    for (const { refused, isTTY } of situations) {
      const host = hostileHost(config, isTTY);
      for (const method of refused) host.refuse(method, message);
      await host.run('notify', ...event);
      const runs = [
        await host.run(...args),
        await host.run('history'),
        await host.run('history', '--json'),
      ];
      for (const { stdout, stderr } of runs) expectPlain(stdout, stderr);
      expectPlain(readFileSync(join(host.state, 'journal.jsonl'), 'utf8'));
      if (args.includes('--json')) JSON.parse(runs[0]?.stdout ?? '');
      expect(`${runs[0]?.stdout}${runs[0]?.stderr}`).not.toBe('');
    }
  });

  const x = hostile;
  it.each(
    [
      ['assign', x],
      ['assign', '--to', x],
      ['assign', `--to=${x}`],
      ['assign', `--timeout=${x}`],
      ['assign', `--${x}`],
      ['assign', `-n${x}`],
      ['assign', '--provider', x],
      ['assign', '-c', x],
      ['release', x],
      ['status', x],
      ['notify', x, x, x, x],
      ['notify', '--instance', 'VI_1', '--state', x],
      ['watch', '--listen', x],
      ['watch', '-c', x],
      ['history', '--since', x],
      ['config', 'check', '-c', x],
      ['reconcile', '--textfile', x],
      ['cloud', x],
      [x],
      ['help', x],
    ].map((args) => ({ args, line: printable(args.join(' ')).replaceAll('\n', '\\n') })),
  )('is text where it is a word of the command line: $line', async ({ args }) => {
    const { stdout, stderr } = await hostileHost().run(...args);
    expectPlain(stdout, stderr);
    expect(stderr).toMatch(/^(?:floatip: |\{)/);
  });

  it.each([
    ['an unknown key', `${quoted}: 1\n`],
    ['a wrong value', `addresses: [{ name: a, kind: ${quoted}, ip: ${quoted} }]\n`],
    ['no YAML', `${hostile}: [`],
    [
      'a duplicate',
      `${config.replace(/\]\s*$/, '')}, { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.11, follow: ${quoted} }]\n`,
    ],
  ])('is text in what is said of a config with %s', async (_what, text) => {
    const { stdout, stderr, code } = await hostileHost(text).run('config', 'check');
    expectPlain(stdout, stderr);
    expect({ code, isTold: stderr.startsWith('floatip: ') }).toEqual({ code: 3, isTold: true });
  });

  it('is text in all pages of a watcher', async () => {
    const metrics = createMetrics(() => 0);
    const watching = await startWatching({ config, topology, metrics });
    const match = { service: 'digitalocean-api' } as const;
    const fault = { type: 'status', status: 403, body: message } as const;
    watching.world.cloud.faults.add({ match, times: 0, fault });
    watching.hear('MASTER', hostile);
    await watching.pass(30_000);
    const { reloadable } = watching;
    const told = { reloadable, lacks: [hostile], review: () => [] };
    const opened = openPage({ ...told, changes: noChanges });
    onTestFinished(opened.close);
    const pages = Object.entries(watchPages({ ...told, metrics, page: opened }));
    const bodies = await Promise.all(
      pages.map(async ([path, page]) => [path, (await page()).body] as const),
    );
    for (const [, body] of bodies) expectPlain(body);
    const { '/status': status = '', '/readyz': readyz } = Object.fromEntries(bodies);
    expect(JSON.parse(status)).toMatchObject({ addresses: [{ name: 'web' }] });
    expect(readyz).toContain('forged');
    expectPlain(watching.journal().join('\n'));
  });

  it('is text in what Tencent Cloud refuses with', async () => {
    const clock = new FakeClock();
    const world = startInProcessCloud(clock, tencentTopology());
    const match = { service: 'tencent-api' } as const;
    for (const code of ['FailedOperation', `FailedOperation.${hostile}`])
      world.cloud.faults.add({
        match,
        times: 2,
        fault: { type: 'refuse', code, message: hostile },
      });
    const fault = { type: 'refuse', code: 'FailedOperation', message: hostile } as const;
    world.cloud.faults.add({ match, times: 0, fault });
    const env = tencentEnv;
    for (const command of ['assign', 'release', 'status']) {
      const args = [command, 'eip-11111111', ...noisy];
      const { stdout, stderr } = await runMain(args, { clock, world, env, node: 'ins-bbbbbbbb' });
      expectPlain(stdout, stderr);
      expect(stderr).toContain('forged');
    }
  });

  it('is cut where it is long', async () => {
    const host = hostileHost();
    host.refuse('POST', JSON.stringify({ id: 'x', message: 'y'.repeat(4_000_000) }));
    await host.run('notify', ...event);
    const run = await host.run('assign', ...noisy);
    expect(run.stderr.length).toBeLessThan(10_000);
    expect(readFileSync(join(host.state, 'journal.jsonl'), 'utf8').length).toBeLessThan(100_000);
  });
});

it('a bug cannot forge a line by what its error says', async () => {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock);
  const adapter = (): never => {
    throw new TypeError(hostile);
  };
  const { stderr } = await runMain(['assign', ip], { clock, world: { ...world, adapter } });
  expectPlain(stderr);
});

describe('the built floatip', () => {
  it.each([
    ['help', ['--help']],
    ['the schema', ['config', 'schema']],
    ['the topology', ['cloud', '--print-topology']],
  ])('prints %s as it was written', async (_what, args) => {
    const { stdout } = await runCli(args);
    expect(stdout).not.toMatch(/\\u00|\ufffd/);
  });
});
