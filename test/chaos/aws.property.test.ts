import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Account } from '../../src/emulator/aws/account.ts';
import type { FaultRule } from '../../src/emulator/faults.ts';
import type { HttpAdapter } from '../../src/lib/http/http-request.ts';
import { parseXml } from '../../src/providers/aws/xml.ts';
import { awsEnv, awsTopology } from '../support/aws-topology.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { reportOf, runMain } from '../support/run-main.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { temporaryFile } from '../support/temporary.ts';
import { trials } from '../support/trials.ts';

/**
 * Random troubles at AWS, people with the console open, answers that lag, and one `floatip assign`, for each kind.
 * Whatever they do: it never says moved when AWS did not, it never exceeds its deadline, it reports the writes that
 * the cloud saw, and once they stop in time the address is here and it says so.
 *
 *     FLOATIP_SCHEDULES=2000 npm run unit -- aws.property
 */

type Fault = FaultRule['fault'];

const tried = trials(60);
const schedules = tried.numRuns;
const deadlineMs = 120_000;
/** What it may take after the last trouble: a request that hangs, a wait, a lag, and all of it again. */
const recoveryMs = 70_000;

/** What is looked at in an answer of AWS. */
interface Looked {
  readonly addressesSet?: readonly Held[];
  readonly networkInterfaceSet?: readonly { readonly attachment?: Held }[];
  readonly routeTableSet?: readonly { readonly routeSet: readonly Route[] }[];
}

interface Held {
  readonly instanceId?: string;
}

interface Route extends Held {
  readonly destinationCidrBlock?: string;
}

interface Kind {
  readonly entry: string;
  readonly look: string;
  readonly writes: readonly string[];
  place(account: Account, node: string): void;
  /** Who has it by the members of an answer to a look, the instance or anything else. */
  saidIn(answer: Looked): string | undefined;
}

const interfaces: Readonly<Record<string, string>> = {
  'i-0000000a': 'eni-0000000a',
  'i-0000000b': 'eni-0000000b',
};

const kinds: Readonly<Record<string, Kind>> = {
  'aws-eip': {
    entry: 'id: eipalloc-00000001',
    look: 'DescribeAddresses',
    writes: ['AssociateAddress'],
    place(account, node) {
      const [at] = account.interfacesOf(node);
      account.placeEip(account.eips.get('eipalloc-00000001')!, {
        interface: at!.id,
        ip: at!.primaryIp,
      });
    },
    saidIn: ({ addressesSet }) => addressesSet?.[0]?.instanceId,
  },
  'aws-private-ip': {
    entry: 'ip: 10.0.4.30',
    look: 'DescribeNetworkInterfaces',
    writes: ['AssignPrivateIpAddresses'],
    place(account, node) {
      account.privateIps.find(({ ip }) => ip === '10.0.4.30')!.interface.set(interfaces[node]!);
    },
    saidIn: ({ networkInterfaceSet }) => networkInterfaceSet?.[0]?.attachment?.instanceId,
  },
  'aws-route': {
    entry: 'ip: 10.99.0.10, routeTables: [rtb-00000001, rtb-00000002]',
    look: 'DescribeRouteTables',
    writes: ['ReplaceRoute'],
    place(account, node) {
      for (const { routes } of account.routeTables.values()) {
        const route = routes.find(({ to }) => to === '10.99.0.10/32');
        route!.target.set({ interface: interfaces[node]! });
      }
    },
    saidIn({ routeTableSet = [] }) {
      const leads = routeTableSet.map(
        ({ routeSet }) =>
          routeSet.find((one) => one.destinationCidrBlock === '10.99.0.10/32')?.instanceId,
      );
      return leads.every((one) => one === leads[0]) ? leads[0] : undefined;
    },
  },
};

function refusedWith(code: string): Fault {
  return { type: 'refuse', code };
}

const refusals = fc.constantFrom<Fault>(
  ...['RequestLimitExceeded', 'IncorrectState', 'InternalError', 'Unavailable'].map(refusedWith),
  refusedWith('OperationNotPermitted'),
  { type: 'reset' },
  { type: 'hang' },
  { type: 'lost' },
  { type: 'truncate' },
  { type: 'html' },
  { type: 'status', status: 200, body: '<XResponse><requestId>x</requestId></XResponse>' },
  { type: 'status', status: 503 },
);
const latency = fc.record({ type: fc.constant('latency' as const), ms: fc.nat(7000) });
/** What is accepted shows after so long, or comes to nothing. */
const action = fc.record({
  type: fc.constant('action' as const),
  ends: fc.constantFrom('completed' as const, 'completed' as const, 'errored' as const),
  ms: fc.nat(12_000),
});
const trouble = ({ look, writes }: Kind): fc.Arbitrary<FaultRule> =>
  fc.record({
    match: fc.constantFrom(
      { service: 'aws-metadata' },
      ...writes.map((name) => ({ action: name })),
      ...writes.map((name) => ({ action: name })),
      { action: look },
    ),
    skip: fc.nat(3),
    times: fc.constantFrom(0, 1, 1, 2, 3),
    fault: fc.oneof(latency, refusals, action),
  });

const nodes = fc.constantFrom('i-0000000a', 'i-0000000b');
const scheduleFor = (kind: Kind) =>
  fc.record({
    rules: fc.array(trouble(kind), { maxLength: 6 }),
    hands: fc.array(fc.record({ atMs: fc.nat(45_000), node: nodes }), { maxLength: 3 }),
    quietAfterMs: fc.nat(deadlineMs),
    holder: nodes,
    seed: fc.nat(),
  });
type Schedule = ReturnType<typeof scheduleFor> extends fc.Arbitrary<infer T> ? T : never;

/** Notes who AWS said has the address, whenever it did. */
function listening(
  adapter: HttpAdapter,
  { look, saidIn }: Kind,
  hear: (node: string | undefined) => void,
): HttpAdapter {
  return async (config, attempt) => {
    const response = await adapter(config, attempt);
    const form = new URLSearchParams(typeof config.data === 'string' ? config.data : '');
    const isAboutInstance = form.get('Filter.1.Name') === 'attachment.instance-id';
    if (form.get('Action') === look && response.status === 200 && !isAboutInstance) {
      const value = parseXml(response.data)?.value;
      if (value !== undefined) hear(saidIn(value as Looked));
    }
    return response;
  };
}

async function live(
  kind: Kind,
  { rules, hands, quietAfterMs, holder, seed }: Schedule,
  config: string,
) {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock, awsTopology);
  const { aws, faults, received } = world.cloud;
  kind.place(aws, holder);
  for (const one of rules) faults.add(one);
  for (const { atMs, node } of hands) {
    // Never at the very moment of a look, so that it is clear which came first.
    clock.after(Math.min(atMs, quietAfterMs) + 0.377, () => kind.place(aws, node));
  }
  clock.after(quietAfterMs, () => faults.clear());
  let lastSaid: string | undefined;
  const adapter = listening(world.adapter, kind, (node) => (lastSaid = node));
  const run = await runMain(['assign', 'web', '--json', '--timeout', '120'], {
    clock,
    world: { ...world, adapter },
    random: seededRandom(seed),
    env: { ...awsEnv, FLOATIP_CONFIG: config },
  });
  const [result] = reportOf(run).results;
  const sent = received.list().map(({ body }) => new URLSearchParams(body).get('Action') ?? '');
  return {
    outcome: result?.outcome ?? 'no identity',
    writes: result?.writes ?? 0,
    code: run.code,
    tookMs: clock.now(),
    lastSaid,
    sent: sent.filter((name) => kind.writes.includes(name)).length,
  };
}

describe.each(Object.entries(kinds))('floatip assign of an %s', (name, kind) => {
  it(`keeps its promises in ${schedules} schedules`, { timeout: 3_600_000 }, async () => {
    const outcomes = new Map<string, number>();
    const entry = `{ name: web, kind: ${name}, ${kind.entry} }`;
    const config = temporaryFile('config.yaml', `addresses: [${entry}]`);
    const property = fc.asyncProperty(scheduleFor(kind), async (plan) => {
      const { outcome, writes, code, tookMs, lastSaid, sent } = await live(kind, plan, config);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      expect(tookMs).toBeLessThanOrEqual(deadlineMs);
      expect(writes).toBe(sent);
      const saysSo = outcome === 'moved' || outcome === 'already-held';
      expect(code === 0).toBe(saysSo);
      if (saysSo) expect(lastSaid).toBe('i-0000000b');
      const inTime = plan.quietAfterMs <= deadlineMs - recoveryMs;
      if (inTime && isRecoverable(plan)) expect(saysSo).toBe(true);
    });
    await fc.assert(property, tried);
    console.log(name, Object.fromEntries(outcomes));
    expect(outcomes.get('moved')).toBeGreaterThan(schedules / 5);
  });
});

/** A run gives up for good reason without a metadata service, and on a refusal without a reason. */
function isRecoverable({ rules }: Schedule): boolean {
  return !rules.some(
    ({ match = {}, fault }) =>
      match.service !== undefined ||
      (fault.type === 'refuse' && fault.code === 'OperationNotPermitted'),
  );
}
