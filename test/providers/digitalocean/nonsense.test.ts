import { describe, expect, it } from 'vitest';

import { createHttp } from '../../../src/lib/http/http.ts';
import { Secret } from '../../../src/lib/secret.ts';
import type { WriteGate } from '../../../src/ports/provider.ts';
import type { ReservedIpAddress } from '../../../src/providers/digitalocean/address.ts';
import { createProvider } from '../../../src/providers/digitalocean/provider.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { startInProcessCloud } from '../../support/in-process-cloud.ts';
import { keepalivedHost, writesTo } from '../../support/keepalived-host.ts';
import type { KeepalivedHost } from '../../support/keepalived-host.ts';
import { reportOf } from '../../support/run-main.ts';
import { token } from '../../support/token.ts';

/** What DigitalOcean's API may say, or whoever answers in its place, and what must not come of it. */

const ip = '203.0.113.10';
const take = 'notify INSTANCE VI_1 MASTER 200 --json';
const toHere = `/v2/reserved_ips/${ip}/actions {"type":"assign","droplet_id":222}`;
const look = { method: 'GET', path: `/v2/reserved_ips/${ip}` };

function answer(host: KeepalivedHost, match: object, body: string): void {
  host.world.cloud.faults.add({ match, fault: { type: 'status', status: 200, body } });
}

const noNumbers = [
  '"abc"',
  '-5',
  '0',
  '1.5',
  'null',
  '1e400',
  '""',
  '"222 "',
  '9007199254740993',
  '{}',
];

describe('an answer to a write', () => {
  it.each(noNumbers)('that has %s for the number of its action is none', async (id) => {
    const host = keepalivedHost();
    answer(host, { method: 'POST' }, `{"action":{"id":${id},"status":"completed"}}`);
    const { results } = reportOf(await host.run(take));
    expect(results).toMatchObject([{ outcome: 'moved', writes: 2 }]);
    expect(writesTo(host.world)).toEqual([toHere, toHere]);
    // Nobody waits for an action that there is not.
    expect(results[0]?.durationMs).toBeLessThan(2000);
  });
});

const looks: readonly (readonly [string, string])[] = [
  ['another address', `{"ip":"203.0.113.99","droplet":{"id":222},"locked":false}`],
  ['no IP', `{"ip":"<html>","droplet":{"id":222}}`],
  ['an IP of the other version', `{"ip":"2001:db8::10","droplet":{"id":222}}`],
  ['a flag that is none', `{"ip":"${ip}","droplet":{"id":222},"locked":"no"}`],
  ['no region', `{"ip":"${ip}","droplet":{"id":222},"region":{"slug":"<html>"}}`],
  ...noNumbers.map((id): readonly [string, string] => [
    `Droplet ${id}`,
    `{"ip":"${ip}","droplet":{"id":${id}}}`,
  ]),
] as const;

describe('a look', () => {
  it.each(looks)('that shows %s says nothing', async (_what, item) => {
    const host = keepalivedHost();
    // The write has not taken effect when it comes.
    answer(host, look, `{"reserved_ip":${item}}`);
    const { results } = reportOf(await host.run(take));
    expect(results).toMatchObject([{ outcome: 'moved', writes: 1, from: '111' }]);
    expect(results[0]?.durationMs).toBeGreaterThan(500);
  });

  it('that shows it in another spelling is about it', async () => {
    const host = keepalivedHost();
    const match = { method: 'GET', path: '/v2/reserved_ipv6/2001:db8::10' };
    const spelled = '2001:0DB8:0:0:0:0:0:10';
    answer(host, match, `{"reserved_ipv6":{"ip":"${spelled}","droplet":{"id":222}}}`);
    const run = await host.run('assign six --to 222 --json');
    expect(reportOf(run).results).toMatchObject([{ outcome: 'already-held' }]);
  });

  it('that calls a Droplet by a name without end has the beginning of it', async () => {
    const host = keepalivedHost();
    const name = 'x'.repeat(100_000);
    const body = `{"reserved_ip":{"ip":"${ip}","droplet":{"id":111,"name":"${name}"}}}`;
    const fault = { type: 'status', status: 200, body } as const;
    host.world.cloud.faults.add({ match: look, times: 0, fault });
    await host.run('assign web --json --to 222 --timeout 3');
    const told = (await host.run('history')).stdout;
    expect(told).toContain(`${'x'.repeat(254)}…`);
    expect(told.length).toBeLessThan(2000);
  });
});

describe('a look at an action', () => {
  it.each([
    '{"action":{"id":1,"status":"errored"}}',
    '{"action":{"id":"abc","status":"errored"}}',
    '{"action":null}',
    'null',
  ])('that is about another one says nothing: %s', async (body) => {
    const host = keepalivedHost();
    const { faults } = host.world.cloud;
    faults.add({ match: { method: 'POST' }, fault: { type: 'action', ms: 5000 } });
    const match = { method: 'GET', path: '/v2/actions/*' };
    faults.add({ match, times: 0, fault: { type: 'status', status: 200, body } });
    // Of IPv6 addresses nothing else tells that a change is going on.
    const { results } = reportOf(await host.run('notify INSTANCE VI_2 MASTER 200 --json'));
    expect(results).toMatchObject([{ outcome: 'moved', writes: 1 }]);
  });
});

describe('what is found out about a refusal', () => {
  const refused = { method: 'POST' };
  const droplet = { method: 'GET', path: '/v2/droplets/222' };
  const unexplained = { type: 'status', status: 422 } as const;

  it.each([
    [
      'another Droplet',
      { type: 'status', status: 200, body: '{"droplet":{"id":111,"region":{"slug":"ams3"}}}' },
    ],
    ['no Droplet', { type: 'status', status: 404 }],
    ['no scope', { type: 'status', status: 403 }],
    ['a page', { type: 'html', status: 404 }],
    ['nothing', { type: 'status', status: 204 }],
  ] as const)('is not believed where one look says %s', async (_what, fault) => {
    const host = keepalivedHost();
    const { faults } = host.world.cloud;
    faults.add({ match: refused, fault: unexplained });
    faults.add({ match: droplet, fault });
    const { results } = reportOf(await host.run(take));
    const says = results[0]?.error?.message ?? '';
    expect(says).not.toMatch(/knows no Droplet|may not|belongs to region/);
    expect(faults.list()).toEqual([]);
  });

  it('is that nothing is missing where only the write says so', async () => {
    const host = keepalivedHost();
    host.world.cloud.faults.add({ match: refused, fault: { type: 'status', status: 404 } });
    const { results } = reportOf(await host.run(take));
    expect(results).toMatchObject([{ outcome: 'moved', writes: 2 }]);
  });

  it.each([401, 403, 404])('begins with a look that may fail once: %i', async (status) => {
    const host = keepalivedHost();
    const { faults } = host.world.cloud;
    faults.add({ match: refused, fault: { type: 'status', status: 404 } });
    faults.add({ match: look, fault: { type: 'status', status } });
    const { results } = reportOf(await host.run(take));
    expect(results).toMatchObject([{ outcome: 'moved', writes: 2 }]);
  });
});

describe('a node that is no Droplet', () => {
  it.each(['abc', '', '-5', '0', 'NaN', 'Infinity', '1.5', '9007199254740993'])(
    'is a bug before anything is sent: %j',
    async (to) => {
      const clock = new FakeClock();
      const { cloud, endpoint, adapter } = startInProcessCloud(clock);
      const http = createHttp({ clock, proxy: 'never', adapter });
      const provider = createProvider({
        token: new Secret(token),
        endpoint,
        requestMs: 5000,
        clock,
        http,
      });
      const address: ReservedIpAddress = {
        name: 'web',
        cloud: 'digitalocean',
        kind: 'digitalocean-reserved-ip',
        ip,
      };
      const { signal } = new AbortController();
      const sending = { signal, beforeSend: () => undefined };
      const gate: WriteGate = { signal, write: (send) => send(sending) };
      const step = { do: 'assign', to, from: null } as const;
      await expect(clock.run(provider.apply(step, address, gate))).rejects.toThrow(TypeError);
      expect(cloud.received.list()).toEqual([]);
    },
  );
});
