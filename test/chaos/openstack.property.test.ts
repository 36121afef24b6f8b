import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { FaultRule } from '../../src/emulator/faults.ts';
import type { State } from '../../src/emulator/openstack/state.ts';
import type { HttpAdapter } from '../../src/lib/http/http-request.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { fakeHost } from '../support/fake-host.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import {
  credential,
  fip,
  openstackEnv,
  openstackTopology,
  port1,
  port2,
  vipId,
} from '../support/openstack-host.ts';
import { reportOf, runMain } from '../support/run-main.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { temporaryFile } from '../support/temporary.ts';
import { trials } from '../support/trials.ts';

/**
 * Random troubles at OpenStack, people with the dashboard open, and one `floatip assign`. Whatever they do: it never
 * says moved when it is not, it never exceeds its deadline, it reports the writes that the cloud saw, it never sends
 * a PUT without a port, and once they stop in time the address is here and it says so.
 *
 *     FLOATIP_SCHEDULES=100000 npm run unit -- openstack.property
 */

type Fault = FaultRule['fault'];

const tried = trials(80);
const schedules = tried.numRuns;
const deadlineMs = 120_000;
/** What it may take after the last trouble: a request that hangs, a wait, a poll, and all of it again. */
const recoveryMs = 60_000;

const refusals = fc.constantFrom<Fault>(
  ...['InUse', 'FloatingIPPortAlreadyAssociated', 'RevisionNumberConstraintFailed'].map(
    refusedWith,
  ),
  ...['OverLimit', 'HTTPInternalServerError', 'ServiceUnavailable'].map(refusedWith),
  refusedWith('PortNotFound'),
  refusedWith('BadRequest'),
  { type: 'reset' },
  { type: 'hang' },
  { type: 'lost' },
  { type: 'truncate' },
  { type: 'html' },
  { type: 'status', status: 200, body: '{"floatingip":{}}' },
  { type: 'status', status: 429 },
);
const latency = fc.record({ type: fc.constant('latency' as const), ms: fc.nat(7000) });
const action = fc.record({
  type: fc.constant('action' as const),
  ends: fc.constantFrom('completed' as const, 'errored' as const),
});
const trouble: fc.Arbitrary<FaultRule> = fc.record({
  match: fc.constantFrom(
    { service: 'openstack-metadata' },
    { method: 'PUT' },
    { method: 'POST', path: '/identity/*' },
    { method: 'GET', path: '*/ports' },
    { method: 'GET', path: '*/floatingips' },
    { service: 'openstack-arp' },
  ),
  skip: fc.nat(3),
  times: fc.constantFrom(0, 1, 1, 2, 3),
  fault: fc.oneof(latency, refusals, action),
});

const deed = fc.constantFrom(port1, port2, null);
const schedule = fc.record({
  rules: fc.array(trouble, { maxLength: 6 }),
  hands: fc.array(fc.record({ atMs: fc.nat(45_000), deed }), { maxLength: 3 }),
  quietAfterMs: fc.nat(deadlineMs),
  holder: deed,
  lagMs: fc.constantFrom(0, 700, 3000),
  tokenMs: fc.constantFrom(20_000, 3_600_000),
  refusesRepeats: fc.boolean(),
  portDetails: fc.boolean(),
  seed: fc.nat(),
});
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

function refusedWith(code: string): Fault {
  return { type: 'refuse', code };
}

interface Kind {
  readonly entry: string;
  move(state: State, port: string | null): void;
  /** Whether what a list says is that it is here. */
  isHere(said: any): boolean;
  readonly list: RegExp;
  writes(state: State, puts: readonly string[]): number;
}

const kinds: Readonly<Record<string, Kind>> = {
  'openstack-floating-ip': {
    entry: 'ip: 203.0.113.40',
    move: (state, port) => state.place(state.floatingIps.get(fip)!, state.placeAt(port)),
    list: /\/floatingips\?floating_ip/,
    isHere: ({ floatingips = [] }) => floatingips[0]?.port_id === port2,
    writes: (_state, puts) => puts.length,
  },
  'openstack-vip-port': {
    entry: 'ip: 10.0.7.99, interface: eth0',
    move: (state, port) => state.placeVip(state.vips.get(vipId)!, port),
    list: /\/ports\?fixed_ips/,
    isHere: ({ ports = [] }) => ports[0]?.['binding:host_id'] === 'compute2',
    writes: (state) => state.vips.get(vipId)!.announcements,
  },
};

/** Notes whether the cloud said that it is here, whenever it was asked. */
function listening(adapter: HttpAdapter, kind: Kind, hear: (isHere: boolean) => void): HttpAdapter {
  return async (config, attempt) => {
    const response = await adapter(config, attempt);
    if (!kind.list.test(config.url ?? '') || response.status !== 200) return response;
    try {
      hear(kind.isHere(JSON.parse(response.data)));
    } catch {
      // An error page says nothing.
    }
    return response;
  };
}

interface Aftermath {
  readonly outcome: string;
  readonly writes: number;
  readonly code: number;
  readonly tookMs: number;
  /** Whether it was here when floatip last looked. */
  readonly lastSaid: boolean;
  readonly sent: number;
  readonly puts: readonly string[];
}

async function live(plan: Schedule, kind: Kind, config: string): Promise<Aftermath> {
  const clock = new FakeClock();
  const { lagMs, tokenMs, refusesRepeats, portDetails, quietAfterMs } = plan;
  const topology = openstackTopology
    .replace(credential, credential.replace(' }', ', role: admin }'))
    .replace(
      'lagMs: 700',
      `lagMs: ${lagMs}\n  tokenMs: ${tokenMs}\n  refusesRepeats: ${refusesRepeats}\n  portDetails: ${portDetails}`,
    );
  const world = startInProcessCloud(clock, topology);
  const { openstack, faults, received } = world.cloud;
  kind.move(openstack, plan.holder);
  for (const one of plan.rules) faults.add(one);
  for (const { atMs, deed: what } of plan.hands) {
    // Never at the very moment of a look, so that it is clear which came first.
    clock.after(Math.min(atMs, quietAfterMs) + 0.377, () => kind.move(openstack, what));
  }
  clock.after(quietAfterMs, () => faults.clear());
  let lastSaid = false;
  const adapter = listening(world.adapter, kind, (isHere) => (lastSaid = isHere));
  const announce = async (ip: string) => void openstack.announce(ip, port2);
  const run = await runMain(['assign', 'web', '--json', '--timeout', '120'], {
    clock,
    world: { ...world, adapter },
    random: seededRandom(plan.seed),
    env: { ...openstackEnv, FLOATIP_CONFIG: config },
    host: fakeHost({ ticks: 100, pid: 1000 }, { ips: new Set(['10.0.7.99']), announce }),
  });
  const [result] = reportOf(run).results;
  const puts = received.list().flatMap(({ method, body }) => (method === 'PUT' ? [body] : []));
  return {
    outcome: result?.outcome ?? 'no identity',
    writes: result?.writes ?? 0,
    code: run.code,
    tookMs: clock.now(),
    lastSaid,
    sent: kind.writes(openstack, puts),
    puts,
  };
}

describe.each(Object.entries(kinds))(
  'floatip assign of an %s under random troubles',
  (name, kind) => {
    it(`keeps its promises in ${schedules} schedules`, { timeout: 3_600_000 }, async () => {
      const outcomes = new Map<string, number>();
      const text = `addresses: [{ name: web, kind: ${name}, ${kind.entry} }]`;
      const config = temporaryFile('config.yaml', text);
      const property = fc.asyncProperty(schedule, async (plan) => {
        const { outcome, writes, code, tookMs, lastSaid, sent, puts } = await live(
          plan,
          kind,
          config,
        );
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        expect(tookMs).toBeLessThanOrEqual(deadlineMs);
        expect(writes).toBe(sent);
        for (const body of puts) expect(JSON.parse(body).floatingip.port_id).toBe(port2);
        const saysSo = outcome === 'moved' || outcome === 'already-held';
        expect(code === 0).toBe(saysSo);
        if (saysSo) expect(lastSaid).toBe(true);
        const inTime = plan.quietAfterMs <= deadlineMs - recoveryMs;
        if (inTime && isRecoverable(plan)) expect(saysSo).toBe(true);
      });
      await fc.assert(property, tried);
      console.log(name, Object.fromEntries(outcomes));
      expect(outcomes.get('moved')).toBeGreaterThan(schedules / 4);
    });
  },
);

/** A run gives up for good reason without a metadata service, and on a refusal without a way around it. */
function isRecoverable({ rules }: Schedule): boolean {
  const final = new Set(['BadRequest']);
  return !rules.some(
    ({ match = {}, fault }) =>
      match.service === 'openstack-metadata' || (fault.type === 'refuse' && final.has(fault.code)),
  );
}
