import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { hasPrometheus, startPrometheus } from '../support/real-prometheus.ts';
import { runCli } from '../support/run-cli.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { startWatcher } from '../support/started-watcher.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

/** The dashboard and the rules, in a Prometheus that scrapes a watcher to which things happen. */

const ip = '203.0.113.10';
const config = `cluster: prod-lb
addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1 }]
timing: { interval: 1s }
`;

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}

const dashboard = JSON.parse(readFileSync('contrib/grafana/dashboard.json', 'utf8')) as {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly query: string }[] };
};

/** What Grafana asks, its variables as they are at first, on a day-old range of a minute a point. */
function asked(query: string): string {
  return query.replaceAll('$cluster', '.*').replaceAll('$__rate_interval', '1m');
}

function takeAway({ cloud: { digitalocean } }: ServedCloud): void {
  digitalocean.settle();
  const reserved = digitalocean.reservedIps.get(ip);
  if (reserved !== undefined) digitalocean.place(reserved, 222);
}

const patience = { timeout: 60_000, interval: 500 };

describe.skipIf(!hasPrometheus)('a real Prometheus (skipped without the package)', () => {
  it('gets data for every panel, and evaluates every rule', { timeout: 240_000 }, async () => {
    const served = await startServedCloud();
    const folder = temporaryFolder();
    const env = {
      DO_TOKEN: token,
      FLOATIP_CONFIG: temporaryFile('config.yaml', config),
      FLOATIP_DIGITALOCEAN_ENDPOINT: served.endpoint,
      FLOATIP_DIGITALOCEAN_METADATA: served.metadata.get('111') ?? '',
      FLOATIP_RUNTIME_DIR: folder,
      FLOATIP_STATE_DIR: folder,
    };
    takeAway(served);
    const watcher = await startWatcher(env);
    const rules = 'contrib/prometheus/rules.yaml';
    const prometheus = await startPrometheus({ target: new URL(watcher.url).host, rules });
    await runCli(['notify', '--instance', 'VI_1', '--state', 'MASTER'], { env });
    const moved = 'floatip_assign_total{result="moved"}';
    // What a counter begins with is no increase: so it happens again once that was scraped.
    for (const times of [1, 2, 3]) {
      await expect.poll(() => prometheus.values(moved), patience).toEqual([times]);
      if (times < 3) takeAway(served);
    }
    for (const { title, targets } of dashboard.panels) {
      for (const { expr } of targets) {
        const values = async (): Promise<readonly number[]> => await prometheus.values(asked(expr));
        await expect
          .poll(async () => (await values()).some((value) => Number.isFinite(value)), {
            ...patience,
            message: `${title}: ${expr}`,
          })
          .toBe(true);
      }
    }
    expect(await prometheus.values(asked(queryOf('Taken away from a MASTER')))).not.toEqual([0]);
    expect(await prometheus.ask('label/cluster/values')).toEqual(['prod-lb']);

    const evaluated = async (): Promise<readonly Evaluated[]> => {
      const { groups } = await prometheus.ask('rules');
      return groups.flatMap((group: { rules: Evaluated[] }) => group.rules);
    };
    const health = async (): Promise<readonly string[]> => [
      ...new Set((await evaluated()).map((rule) => rule.health)),
    ];
    await expect.poll(health, patience).toEqual(['ok']);
    const firing = async (): Promise<readonly string[]> =>
      (await evaluated()).filter(({ state }) => state !== 'inactive').map(({ name }) => name);
    await expect.poll(firing, patience).toContain('FloatipContested');
    expect(await firing()).not.toContain('FloatipWatcherGone');
    watcher.child.kill('SIGKILL');
    await expect.poll(firing, patience).toContain('FloatipWatcherGone');
  });
});

interface Evaluated {
  readonly name: string;
  readonly health: string;
  readonly state: string;
}

function queryOf(wanted: string): string {
  const panel = dashboard.panels.find(({ title }) => title === wanted);
  return panel?.targets[0]?.expr ?? `there is no panel ${wanted}`;
}
