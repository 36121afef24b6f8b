import * as fc from 'fast-check';

import { deed, trouble } from '../../support/troubles.ts';
import { nodeIds } from './topology.ts';
import { connectingPhases } from './wire.ts';

/** What happens to some nodes and their cloud, as data: what fast-check makes smaller. */

const end = fc.oneof(
  { weight: 8, arbitrary: fc.constant(undefined) },
  {
    weight: 3,
    arbitrary: fc.record({
      how: fc.constant('killed' as const),
      afterCalls: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      how: fc.constantFrom('killed' as const, 'terminated' as const),
      afterMs: fc.oneof(fc.nat(500), fc.nat(6000)),
    }),
  },
);

/** How late a process may get to run. */
export const latestStartMs = 5000;

const delayMs = fc.oneof(fc.nat(20), fc.nat(20), fc.nat(400), fc.nat(latestStartMs));
const fate = fc.record({ delayMs, end });
/** keepalived may be set up to tell everything twice. */
const fates = fc.oneof(fc.tuple(fate), fc.tuple(fate), fc.tuple(fate, fate));

const node = fc.nat(nodeIds.length - 1);
const notMaster = fc.constantFrom(
  'BACKUP' as const,
  'BACKUP' as const,
  'FAULT' as const,
  'STOP' as const,
);
const role = fc.oneof(fc.constant('MASTER' as const), notMaster);

const what = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('role' as const), node, role, fates }) },
  {
    weight: 4,
    arbitrary: fc.record({
      /** One node becomes MASTER, all others cease to be, in whatever order. */
      type: fc.constant('failover' as const),
      node,
      notMaster,
      spreadMs: fc.tuple(fc.nat(300), fc.nat(300), fc.nat(300)),
      fates: fc.tuple(fates, fates, fates),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      /** MASTER hears a node of lower priority, advert after advert. */
      type: fc.constant('lower priority' as const),
      node,
      fates: fc.array(fate, { minLength: 1, maxLength: 3 }),
      everyMs: fc.constantFrom(100, 1000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      /** One more node becomes MASTER, and all that are hear each other as the lower one. */
      type: fc.constant('split brain' as const),
      node,
      fates,
      adverts: fc.array(fate, { minLength: 1, maxLength: 3 }),
      everyMs: fc.integer({ min: 500, max: 8000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('reboot' as const), node }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('keepalived killed' as const), node }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('hand' as const), address: fc.nat(1), deed }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('trouble' as const), rule: trouble }) },
  {
    weight: 3,
    arbitrary: fc.record({
      /** A phase of every new connection takes longer for a while: a lost SYN, a slow name server. */
      type: fc.constant('slow network' as const),
      phase: fc.constantFrom(...connectingPhases),
      ms: fc.integer({ min: 100, max: 8000 }),
      forMs: fc.integer({ min: 100, max: 8000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      /** What runs on a node is stopped, and goes on some time later, not knowing. */
      type: fc.constant('freeze' as const),
      node,
      ms: fc.integer({ min: 10, max: 6000 }),
    }),
  },
);

const gapMs = fc.oneof(fc.nat(30), fc.nat(1500), fc.nat(1500), fc.nat(15_000));

const happenings = {
  /** Whether the second address has a `vip`. */
  hasVip: fc.boolean(),
  /** How long a run may take. */
  deadlineMs: fc.constantFrom(60_000, 60_000, 20_000),
  /** Who holds the addresses at first. */
  holder: fc.constantFrom(111, 222, null),
  cronAtMs: fc.nat(59_999),
  steps: fc.array(fc.record({ gapMs, what }), { minLength: 1, maxLength: 12, size: 'large' }),
  /** How long the trouble goes on after the last step. */
  restMs: fc.oneof(fc.nat(3000), fc.nat(3000), fc.nat(40_000)),
  /** Which roles there are in the end. */
  master: node,
  others: fc.tuple(notMaster, notMaster, notMaster),
  /** For everything that is not worth making smaller: time on the wire, jitter. */
  seed: fc.nat(),
};

/** What happens to so many nodes. */
export function scheduleFor(nodes: number) {
  return fc.record({ nodes: fc.constant(nodes), ...happenings });
}

export type Schedule = ReturnType<typeof scheduleFor> extends fc.Arbitrary<infer T> ? T : never;
export type What = Schedule['steps'][number]['what'];
