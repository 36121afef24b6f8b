import type { Address } from '../../src/core/address.ts';
import type { Result } from '../../src/core/outcome.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { gauges } from '../../src/watch/reconcile-metrics.ts';
import { markdownTable } from './markdown-table.ts';

/** What Prometheus reads from a watcher that has seen all there is to see. */
export async function metricsReference(): Promise<string> {
  const text = await everything();
  const helps = [...text.matchAll(/^# HELP (\S+) (.*)\n# TYPE \S+ (\S+)$/gm)];
  const rows = helps.map(([, name = '', help = '', type = '']) => {
    const left = isLeftByCron(name) ? ' *' : '';
    return [`\`${name}\`${left}`, type, labelsOf(text, name).join(', '), help];
  });
  return markdownTable([['metric', 'type', 'labels', 'what it tells'], ...rows]);
}

const moved: Result = {
  name: 'web',
  kind: 'digitalocean-reserved-ip',
  ip: '203.0.113.10',
  outcome: 'moved',
  from: '111',
  to: '222',
  writes: 1,
  durationMs: 1,
  phasesMs: { identity: 0, read: 0, write: 0, settle: 1, verify: 0 },
};

/** What Prometheus reads there. */
export async function everything(): Promise<string> {
  const address: Address = {
    name: 'web',
    cloud: 'digitalocean',
    kind: 'digitalocean-reserved-ip',
    ip: '203.0.113.10',
  };
  const metrics = createMetrics(() => 0);
  metrics.seen(address, true, true);
  metrics.ended(address, moved);
  metrics.probed(address, { asked: '203.0.113.10:443', isAnswered: true, ms: 1 });
  metrics.diagnosed(0);
  metrics.lost(address);
  metrics.passed('digitalocean');
  metrics.answered('digitalocean', '200');
  metrics.remaining('digitalocean', 1);
  metrics.triggered('lease web', 'hold');
  metrics.hosts('web', { well: 1, dead: 0, unknown: 0 });
  metrics.undelivered('ops', 0);
  metrics.changedGuest(address, 'put', true);
  metrics.ranAfter(address, true);
  metrics.warned([{ kind: 'fifo', about: '/run/fifo', message: 'gone', hint: 'look' }]);
  return await metrics.text({ cluster: undefined });
}

/** Throws where nothing above makes it appear. */
function labelsOf(text: string, name: string): readonly string[] {
  const [found, labels = ''] = RegExp(`^${name}(?:_count)?(?:\\{(.*)\\})? `, 'm').exec(text) ?? [];
  if (found === undefined) {
    throw new Error(`Nothing sets ${name}: adapt .config/reference/metrics.ts`);
  }
  return [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label);
}

function isLeftByCron(name: string): boolean {
  return gauges.some((gauge) => name === `floatip_${gauge}`);
}
