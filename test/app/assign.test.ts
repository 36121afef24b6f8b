import { describe, expect, it } from 'vitest';

import { Failure } from '../../src/ports/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import type { InProcessCloud } from '../support/in-process-cloud.ts';
import { reportOf, runMain } from '../support/run-main.ts';
import type { MainRun } from '../support/run-main.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { topologyWith } from '../support/topology.ts';

const ip = '203.0.113.10';

interface Scene {
  readonly clock: FakeClock;
  readonly world: InProcessCloud;
}

function scene(): Scene {
  const clock = new FakeClock();
  return { clock, world: startInProcessCloud(clock) };
}

function ownerOf({ world }: Scene, of = ip): number | null | undefined {
  world.cloud.digitalocean.settle();
  return world.cloud.digitalocean.reservedIps.get(of)?.droplet;
}

function requests({ world }: Scene): string[] {
  return world.cloud.received.list().map(({ method, path }) => `${method} ${path}`);
}

async function assign(at: Scene, args: readonly string[] = []): Promise<MainRun> {
  return await runMain(['assign', ip, '--json', ...args], at);
}

describe('floatip assign', () => {
  it('sends the assign request first, and reads back that the address is there', async () => {
    const at = scene();
    const run = await assign(at);
    expect(run.stderr).toBe('');
    const { self, results } = reportOf(run);
    expect(self).toEqual({ provider: 'digitalocean', node: '222', region: 'nyc3' });
    expect(results).toMatchObject([{ outcome: 'moved', from: '111', to: '222', writes: 1 }]);
    expect(run.code).toBe(0);
    expect(requests(at).slice(0, 2)).toEqual([
      'GET /metadata/v1.json',
      `POST /v2/reserved_ips/${ip}/actions`,
    ]);
    expect(requests(at).at(-1)).toMatch(/^GET/);
    expect(ownerOf(at)).toBe(222);
  });

  it('looks at once, again after 100 ms, then ever more slowly up to a second', async () => {
    const at = scene();
    at.world.cloud.faults.add({ fault: { type: 'action', ms: 6000 }, match: { method: 'POST' } });
    await assign(at);
    const reads = at.world.cloud.received
      .list()
      .filter(({ method, path }) => method === 'GET' && path.endsWith(ip))
      .map(({ atMs }) => atMs - 1_795_219_200_000);
    const waits = reads.map((ms, index) => Math.round(ms - (reads[index - 1] ?? 0)));
    expect(waits.slice(0, 7)).toEqual([0, 100, 160, 256, 410, 655, 1000]);
  });

  it('does nothing when the address is here already, which the API has to confirm', async () => {
    const at = scene();
    await assign(at);
    at.world.cloud.received.clear();
    const run = await assign(at);
    expect(reportOf(run).results).toMatchObject([
      { outcome: 'already-held', from: '222', to: '222', writes: 0 },
    ]);
    expect(run.code).toBe(0);
    expect(requests(at)).toEqual(['GET /metadata/v1.json', `GET /v2/reserved_ips/${ip}`]);
  });

  it('is not fooled by metadata that still says that the address is here', async () => {
    const clock = new FakeClock();
    const lagging = startInProcessCloud(clock, topologyWith({ lagMs: 60_000, droplet: 222 }));
    const reserved = lagging.cloud.digitalocean.reservedIps.get(ip);
    if (reserved) lagging.cloud.digitalocean.place(reserved, 111);
    const run = await assign({ clock, world: lagging });
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', from: '111', writes: 1 }]);
  });

  it('understands the 422 for an address that is here while metadata denies it', async () => {
    const clock = new FakeClock();
    const lagging = startInProcessCloud(clock, topologyWith({ lagMs: 60_000, droplet: 111 }));
    const reserved = lagging.cloud.digitalocean.reservedIps.get(ip);
    if (reserved) lagging.cloud.digitalocean.place(reserved, 222);
    const run = await assign({ clock, world: lagging });
    expect(reportOf(run).results).toMatchObject([{ outcome: 'already-held', writes: 1 }]);
    expect(run.code).toBe(0);
  });

  it('waits while the Droplet has another event pending', async () => {
    const at = scene();
    const droplet = at.world.cloud.digitalocean.droplets.get(222);
    if (droplet) droplet.busyUntilMs = at.clock.wall() + 2000;
    const run = await assign(at);
    // Tries at 0, 0.5, 1.5 and 2.5 s.
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', writes: 4 }]);
  });

  it('says which reserved IP stands in the way', async () => {
    const at = scene();
    const { digitalocean } = at.world.cloud;
    digitalocean.reservedIps.forEach(
      (one) => one.ip === '203.0.113.11' && digitalocean.place(one, 222),
    );
    const run = await assign(at);
    expect(run.code).toBe(7);
    expect(reportOf(run).results[0]).toMatchObject({ outcome: 'refused', writes: 1 });
    expect(run.stderr).toBe(
      `floatip: ${ip}: Droplet 222 already has reserved IP 203.0.113.11, and one is all it can have. Give that one away first: floatip release 203.0.113.11 --from 222\n`,
    );
  });

  it('says that the address is in another region', async () => {
    const at = scene();
    const run = await runMain(['assign', ip, '--json'], { ...at, node: '333' });
    expect(run.code).toBe(7);
    expect(run.stderr).toContain(`${ip} belongs to region nyc3, Droplet 333 is in ams3`);
    expect(ownerOf(at)).toBe(111);
  });

  it('does not take an address for held that is about to leave', async () => {
    const at = scene();
    const { digitalocean } = at.world.cloud;
    const reserved = digitalocean.reservedIps.get(ip)!;
    digitalocean.place(reserved, 222);
    digitalocean.assign(reserved, 111, { ends: 'completed', shows: 'properly', ms: 3000 });
    const run = await assign(at);
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', from: '111', writes: 1 }]);
    expect(ownerOf(at)).toBe(222);
  });

  it('takes an address once that is named twice', async () => {
    const at = scene();
    const run = await runMain(['assign', ip, ip, '--json'], at);
    expect(reportOf(run).results).toHaveLength(1);
    expect(requests(at).filter((request) => request.startsWith('POST'))).toHaveLength(1);
  });

  it('keeps asking the metadata service for a while, and uses the identity of this boot', async () => {
    const at = scene();
    const env = { FLOATIP_RUNTIME_DIR: temporaryFolder() };
    await runMain(['assign', ip, '--json'], { ...at, env });
    at.world.cloud.digitalocean.place(at.world.cloud.digitalocean.reservedIps.get(ip)!, 111);
    const silent = { match: { service: 'digitalocean-metadata' }, times: 0 } as const;
    at.world.cloud.faults.add({ ...silent, fault: { type: 'hang' } });
    const begin = at.clock.now();
    const run = await runMain(['assign', ip, '--json'], { ...at, env });
    expect(reportOf(run)).toMatchObject({ self: { node: '222' }, results: [{ outcome: 'moved' }] });
    expect(reportOf(run).results[0]?.phasesMs.identity).toBe(250);
    expect(at.clock.now() - begin).toBeLessThan(2000);
  });

  it('is not hurried into a storm by a reset time that has passed', async () => {
    const at = scene();
    const reset = String(Math.floor(at.clock.wall() / 1000) - 100);
    const fault = { type: 'status', status: 429, headers: { 'ratelimit-reset': reset } } as const;
    at.world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault });
    await assign(at, ['--timeout', '20']);
    expect(requests(at).filter((request) => request.startsWith('POST')).length).toBeLessThan(8);
  });

  it('reports a move at once, however long the look at the action hangs', async () => {
    const at = scene();
    const match = { path: '/v2/actions/*' };
    at.world.cloud.faults.add({ match, times: 0, fault: { type: 'hang' } });
    const run = await assign(at);
    expect(reportOf(run).results[0]?.durationMs).toBeLessThan(1000);
  });

  it('says where the address was last seen', async () => {
    const at = scene();
    at.world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault: { type: 'hang' } });
    const run = await assign(at, ['--timeout', '12']);
    expect(run.stderr).toContain('(last seen at 111)');
    expect(reportOf(run).results).toMatchObject([{ from: '111' }]);
  });

  it('says why it could not see the end', async () => {
    const at = scene();
    const match = { method: 'GET', path: '/v2/reserved_ips/*' };
    at.world.cloud.faults.add({ match, times: 0, fault: { type: 'status', status: 500 } });
    const run = await assign(at, ['--timeout', '5']);
    expect(run.stderr).toContain('DigitalOcean answered 500 for reserved IP 203.0.113.10');
  });

  it.each([
    ['0222', 2, "'0222' is not the id of a Droplet"],
    ['999', 3, 'DigitalOcean knows no Droplet 999 in this account'],
  ])('--to %s', async (to, code, message) => {
    const at = scene();
    const run = await assign(at, ['--to', to]);
    expect(run.code).toBe(code);
    expect(run.stderr).toContain(message);
    expect(ownerOf(at)).toBe(111);
  });

  it('says how long the cloud asks to wait, where that is longer than there is time', async () => {
    const at = scene();
    const reset = String(Math.ceil(at.clock.wall() / 1000) + 1800);
    at.world.cloud.faults.add({
      match: { method: 'POST' },
      times: 0,
      fault: { type: 'status', status: 429, headers: { 'ratelimit-reset': reset } },
    });
    const run = await assign(at, ['--timeout', '20']);
    expect(run.code).toBe(6);
    // At once, and a last time before the end.
    expect(reportOf(run).results[0]).toMatchObject({ outcome: 'timed-out', writes: 2 });
    expect(run.stderr).toMatch(/asks to wait 17\d\d s/);
    expect(at.clock.now()).toBe(19_000);
  });

  it('never takes longer than its deadline', async () => {
    const at = scene();
    at.world.cloud.faults.add({
      match: { method: 'POST' },
      fault: { type: 'action', ends: 'never' },
    });
    const run = await assign(at, ['--timeout', '7']);
    expect(run.code).toBe(6);
    expect(reportOf(run).results[0]).toMatchObject({
      outcome: 'timed-out',
      writes: 1,
      from: '111',
    });
    expect(at.clock.now()).toBe(7000);
  });

  it('tells a token without droplet:read from an address that nobody holds', async () => {
    const clock = new FakeClock();
    const world = startInProcessCloud(
      clock,
      topologyWith({ scopes: ['reserved_ip:read', 'reserved_ip:update'] }),
    );
    const run = await assign({ clock, world });
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('Give the token the scope droplet:read');
  });

  it('moves an IPv6 address however it is spelled', async () => {
    const at = scene();
    const run = await runMain(['assign', '2001:0DB8:0::0010', '--json'], at);
    expect(reportOf(run).results).toMatchObject([
      { ip: '2001:db8::10', kind: 'digitalocean-reserved-ipv6', outcome: 'moved', writes: 1 },
    ]);
    expect(requests(at)).toContain('POST /v2/reserved_ipv6/2001:db8::10/actions');
    expect(ownerOf(at, '2001:db8::10')).toBe(222);
  });

  it('--to brings the address to another node and needs no metadata service', async () => {
    const at = scene();
    const run = await runMain(['assign', ip, '--json', '--to', '222'], { ...at, node: 'nowhere' });
    expect(reportOf(run)).toMatchObject({ self: null, results: [{ outcome: 'moved', writes: 1 }] });
    const again = await runMain(['assign', ip, '--json', '--to', '222'], { ...at, node: '111' });
    expect(reportOf(again)).toMatchObject({
      self: { node: '111' },
      results: [{ outcome: 'already-held', writes: 0 }],
    });
  });

  it('--dry-run sends nothing that changes anything, and says why', async () => {
    const at = scene();
    const run = await assign(at, ['--dry-run']);
    expect(reportOf(run).results).toMatchObject([
      {
        outcome: 'planned',
        from: '111',
        to: '222',
        writes: 0,
        plan: [{ do: 'assign', to: '222', from: '111' }],
        why: 'held by 111, should be held by 222',
      },
    ]);
    expect(requests(at).filter((request) => request.startsWith('POST'))).toEqual([]);
  });

  it('tells people in one line what happened', async () => {
    const at = scene();
    expect(await runMain(['assign', ip], at)).toMatchObject({
      stdout: `${ip}: moved from 111 to 222 in 0.93 s (1 write)\n`,
      stderr: '',
    });
    expect(await runMain(['assign', ip], at)).toMatchObject({
      stdout: `${ip}: already held by 222 (0 writes)\n`,
    });
    expect(await runMain(['assign', ip, '--to', '111', '-n'], at)).toMatchObject({
      stdout: `${ip}: would assign it to 111 (held by 222, should be held by 111)\n`,
    });
  });

  it('stops when it is told to, and says so', async () => {
    const at = scene();
    const controller = new AbortController();
    at.clock.after(300, () =>
      controller.abort(new Failure('interrupted', 'Interrupted by SIGTERM')),
    );
    const run = await runMain(['assign', ip, '--json'], { ...at, signal: controller.signal });
    expect(at.clock.now()).toBe(300);
    expect(reportOf(run).results).toMatchObject([{ outcome: 'failed', writes: 1 }]);
    expect(run.stderr).toContain(
      'Interrupted by SIGTERM after a write was sent: its outcome is not known. Look at it with',
    );
  });
});
