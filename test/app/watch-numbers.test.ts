import { describe, expect, it } from 'vitest';

import { createMetrics } from '../../src/telemetry/metrics.ts';
import type { ReadableMetrics } from '../../src/telemetry/metrics.ts';
import { watchedStatus } from '../../src/watch/watched-status.ts';
import type { WatchedStatus } from '../../src/watch/watched-status.ts';
import { api, place, startWatching } from '../support/watching.ts';
import type { Watching } from '../support/watching.ts';

/** What /status, the metrics and the history say of one takeover is the same. */

const config =
  'addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }]';

interface Measured {
  readonly watching: Watching;
  /** A metric's value, whatever its labels. */
  value(name: string): Promise<number | undefined>;
  status(): WatchedStatus | undefined;
}

async function measured(): Promise<Measured> {
  const metrics: ReadableMetrics = createMetrics(() => 0);
  const watching = await startWatching({ config, metrics });
  return {
    watching,
    async value(name) {
      const text = await metrics.text({ cluster: undefined });
      const line = text.split('\n').find((one) => one.startsWith(`floatip_${name}{`));
      return line === undefined ? undefined : Number(line.split(' ').at(-1));
    },
    status: () => watchedStatus(watching.reloadable.watcher, watching.reloadable.session)[0],
  };
}

/** Of each outcome in the journal. */
function outcomes({ journal }: Watching): readonly { outcome: string; durationMs: number }[] {
  return journal().flatMap((line) => {
    const { type, result } = JSON.parse(line);
    return type === 'outcome' ? [result] : [];
  });
}

describe('after MASTER_RX_LOWER_PRI', () => {
  it('the status says what the metrics say, for as long as the vigil lasts', async () => {
    const { watching, status, value } = await measured();
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(2000);
    watching.hear('MASTER_RX_LOWER_PRI');
    for (let times = 0; times < 8; times += 1) {
      await watching.pass(1000);
      expect(status()).toMatchObject({
        owner: { state: 'held', node: '222', self: true },
        verdict: 'ok',
      });
      expect(await value('owner')).toBe(1);
    }
  });

  it('a loss that the vigil finds is counted from there, once for each takeover', async () => {
    const { watching, value } = await measured();
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(2000);
    watching.hear('MASTER_RX_LOWER_PRI');
    await watching.pass(4000);
    place(watching, 111);
    await watching.pass(8000);
    const moves = outcomes(watching).filter(({ outcome }) => outcome === 'moved');
    expect(moves).toHaveLength(2);
    for (const { durationMs } of moves) expect(durationMs).toBeLessThan(3000);
    expect(await value('assign_duration_seconds_count')).toBe(2);
    const sum = moves.map(({ durationMs }) => durationMs / 1000).join();
    const [first, second] = moves.map(({ durationMs }) => durationMs / 1000);
    expect(await value('assign_duration_seconds_sum'), sum).toBeCloseTo(
      (first ?? 0) + (second ?? 0),
    );
    expect(await value('flaps_total')).toBe(1);
  });
});

describe('while an address is being taken', () => {
  it('the status says who was seen last to hold it, as the metrics do', async () => {
    const { watching, status, value } = await measured();
    await watching.pass(1000);
    watching.world.cloud.faults.add({
      match: api,
      times: 0,
      fault: { type: 'status', status: 503 },
    });
    watching.hear('MASTER');
    await watching.pass(3000);
    expect(status()).toMatchObject({
      owner: { state: 'held', node: '111' },
      verdict: 'should-move',
    });
    expect(await value('owner')).toBe(0);
  });
});
