import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { FaultRule } from '../../src/emulator/faults.ts';
import type { State } from '../../src/emulator/hetzner/state.ts';
import type { HttpAdapter } from '../../src/lib/http/http-request.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { hetznerEnv, hetznerTopology } from '../support/hetzner-host.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { reportOf, runMain } from '../support/run-main.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { temporaryFile } from '../support/temporary.ts';
import { trials } from '../support/trials.ts';

/**
 * Random troubles at Hetzner Cloud, people with the console open, and one `floatip assign`. Whatever they do: it
 * never says moved when it is not, it never exceeds its deadline, it reports the writes that the cloud saw, and once
 * they stop in time the address is here and it says so.
 *
 *     FLOATIP_SCHEDULES=100000 npm run unit -- hetzner.property
 */

type Fault = FaultRule['fault'];

const tried = trials(400);
const schedules = tried.numRuns;
const deadlineMs = 120_000;
/** What it may take after the last trouble: a request that hangs, a wait, a poll, and all of it again. */
const recoveryMs = 60_000;

const refusals = fc.constantFrom<Fault>(
  ...['locked', 'conflict', 'resource_unavailable', 'rate_limit_exceeded'].map(refusedWith),
  ...['server_error', 'timeout', 'maintenance', 'floating_ip_assigned'].map(refusedWith),
  refusedWith('protected'),
  { type: 'reset' },
  { type: 'hang' },
  { type: 'lost' },
  { type: 'truncate' },
  { type: 'html' },
  { type: 'status', status: 200, body: '{"action":{}}' },
  { type: 'status', status: 429 },
);
const latency = fc.record({ type: fc.constant('latency' as const), ms: fc.nat(7000) });
const action = fc.record({
  type: fc.constant('action' as const),
  ends: fc.constantFrom('completed' as const, 'errored' as const),
  shows: fc.constantFrom('properly', 'missing', 'server-error', 'unknown-word'),
  ms: fc.nat(12_000),
});
const trouble: fc.Arbitrary<FaultRule> = fc.record({
  match: fc.constantFrom(
    { service: 'hetzner-metadata' },
    { method: 'POST' },
    { method: 'GET', path: '/v1/actions/*' },
    { method: 'GET', path: '/v1/floating_ips*' },
  ),
  skip: fc.nat(3),
  times: fc.constantFrom(0, 1, 1, 2, 3),
  fault: fc.oneof(latency, refusals, action),
});

const deed = fc.constantFrom(11_111, 22_222, null, 'occupied' as const);
const schedule = fc.record({
  rules: fc.array(trouble, { maxLength: 6 }),
  hands: fc.array(fc.record({ atMs: fc.nat(45_000), deed }), { maxLength: 3 }),
  quietAfterMs: fc.nat(deadlineMs),
  holder: fc.constantFrom(11_111, 22_222, null),
  by: fc.constantFrom('ip' as const, 'id' as const),
  seed: fc.nat(),
});
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

function refusedWith(code: string): Fault {
  return { type: 'refuse', code };
}

function interfere(what: Schedule['hands'][number]['deed'], state: State): void {
  if (what !== 'occupied') state.place(state.floatingIps.get(4711)!, what);
  else state.servers.get(22_222)!.busyUntilMs = state.now() + 4000;
}

/** Notes who the cloud said has the address, whenever it did. */
function listening(adapter: HttpAdapter, hear: (server: unknown) => void): HttpAdapter {
  return async (config, attempt) => {
    const response = await adapter(config, attempt);
    const isLook = /\/v1\/floating_ips[^/]*(?:\/\d+)?$/.test(config.url ?? '');
    if (isLook && config.method === 'get' && response.status === 200) hear(saidIn(response.data));
    return response;
  };
}

function saidIn(body: string): unknown {
  try {
    const { floating_ip: one, floating_ips: all = [] } = JSON.parse(body);
    return (one ?? all.find(({ id }: any) => id === 4711))?.server;
  } catch {
    return undefined;
  }
}

interface Aftermath {
  readonly outcome: string;
  readonly writes: number;
  readonly code: number;
  readonly tookMs: number;
  /** Who had it when floatip last looked. */
  readonly lastSaid: unknown;
  readonly posts: number;
}

async function live(
  { rules, hands, quietAfterMs, holder, seed }: Schedule,
  config: string,
): Promise<Aftermath> {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock, hetznerTopology);
  const { hetzner, faults, received } = world.cloud;
  interfere(holder, hetzner);
  for (const one of rules) faults.add(one);
  for (const { atMs, deed: what } of hands) {
    // Never at the very moment of a look, so that it is clear which came first.
    clock.after(Math.min(atMs, quietAfterMs) + 0.377, () => interfere(what, hetzner));
  }
  clock.after(quietAfterMs, () => faults.clear());
  let lastSaid: unknown;
  const adapter = listening(world.adapter, (server) => (lastSaid = server));
  const run = await runMain(['assign', 'web', '--json', '--timeout', '120'], {
    clock,
    world: { ...world, adapter },
    random: seededRandom(seed),
    env: { ...hetznerEnv, FLOATIP_CONFIG: config },
  });
  const [result] = reportOf(run).results;
  return {
    outcome: result?.outcome ?? 'no identity',
    writes: result?.writes ?? 0,
    code: run.code,
    tookMs: clock.now(),
    lastSaid,
    posts: received.list().filter(({ method }) => method === 'POST').length,
  };
}

function configWith(entry: string): string {
  return temporaryFile(
    'config.yaml',
    `addresses: [{ name: web, kind: hetzner-floating-ip, ${entry} }]`,
  );
}

describe('floatip assign under random troubles at Hetzner Cloud', () => {
  it(`keeps its promises in ${schedules} schedules`, { timeout: 3_600_000 }, async () => {
    const outcomes = new Map<string, number>();
    const configs = { ip: configWith('ip: 203.0.113.20'), id: configWith('id: 4711') };
    const property = fc.asyncProperty(schedule, async (plan) => {
      const { outcome, writes, code, tookMs, lastSaid, posts } = await live(plan, configs[plan.by]);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      expect(tookMs).toBeLessThanOrEqual(deadlineMs);
      expect(writes).toBe(posts);
      const saysSo = outcome === 'moved' || outcome === 'already-held';
      expect(code === 0).toBe(saysSo);
      if (saysSo) expect(lastSaid).toBe(22_222);
      const inTime = plan.quietAfterMs <= deadlineMs - recoveryMs;
      if (inTime && isRecoverable(plan)) expect(saysSo).toBe(true);
    });
    await fc.assert(property, tried);
    console.log(Object.fromEntries(outcomes));
    expect(outcomes.get('moved')).toBeGreaterThan(schedules / 4);
  });
});

/** A run gives up for good reason without a metadata service, and on a refusal without a reason. */
function isRecoverable({ rules }: Schedule): boolean {
  return !rules.some(
    ({ match = {}, fault }) =>
      match.service !== undefined || (fault.type === 'refuse' && fault.code === 'protected'),
  );
}
