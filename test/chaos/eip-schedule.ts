import * as fc from 'fast-check';

import type { FaultRule } from '../../src/emulator/faults.ts';

/** The arbitraries of eip.property.test.ts: what can go wrong while an EIP changes hands. */

export const deadlineMs = 120_000;

const refuse = (code: string): FaultRule['fault'] => ({ type: 'refuse', code });

const passing = fc.constantFrom<FaultRule['fault']>(
  { type: 'reset' },
  { type: 'hang' },
  { type: 'lost' },
  { type: 'truncate' },
  { type: 'html' },
  { type: 'html', status: 200 },
  { type: 'status', status: 500 },
  { type: 'status', status: 503, body: '{}' },
  { type: 'status', status: 200, body: '{"Response":{}}' },
  { type: 'status', status: 200, body: '{"Response":{"RequestId":"x"}}' },
);
const refusals = fc.constantFrom(
  refuse('RequestLimitExceeded'),
  refuse('LimitExceeded.ActionLimited'),
  refuse('OperationDenied.MutexTaskRunning'),
  refuse('DesOperation.MutexTaskRunning'),
  refuse('ResourceUnavailable'),
  refuse('InternalError'),
  refuse('InternalServerError'),
  refuse('UnsupportedOperation.AddressStatusNotPermit'),
  refuse('InvalidInstanceId.AlreadyBindEip'),
  refuse('UnsupportedOperation'),
);
/** These end a run; another run may go on. */
const final = fc.constantFrom(
  refuse('AuthFailure.UnauthorizedOperation'),
  refuse('AuthFailure.SignatureFailure'),
  refuse('InvalidParameter'),
);
const latency = fc.record({ type: fc.constant('latency' as const), ms: fc.nat(7000) });
const task = fc.record({
  type: fc.constant('action' as const),
  ends: fc.constantFrom('completed' as const, 'errored' as const),
  shows: fc.constantFrom(
    'properly' as const,
    'missing' as const,
    'server-error' as const,
    'unknown-word' as const,
  ),
  ms: fc.nat(6000),
});

const api = { service: 'tencent-api' } as const;
const places = [
  api,
  { ...api, action: 'AssociateAddress' },
  { ...api, action: 'DisassociateAddress' },
  { ...api, action: 'DescribeAddresses' },
  { ...api, action: 'DescribeNetworkInterfaces' },
  { ...api, action: 'DescribeTaskResult' },
] as const;

const atApi = fc.record({
  match: fc.constantFrom(...places),
  skip: fc.nat(3),
  times: fc.constantFrom(0, 1, 1, 2, 3),
  fault: fc.oneof(
    { weight: 4, arbitrary: passing },
    { weight: 4, arbitrary: refusals },
    { weight: 2, arbitrary: latency },
    { weight: 4, arbitrary: task },
    { weight: 1, arbitrary: final },
  ),
});
const atMetadata = fc.record({
  match: fc.constant({ service: 'tencent-metadata' } as const),
  skip: fc.nat(3),
  times: fc.constantFrom(1, 2, 5),
  fault: fc.oneof(passing, latency),
});
const rule: fc.Arbitrary<FaultRule> = fc.oneof(
  { weight: 5, arbitrary: atApi },
  { weight: 1, arbitrary: atMetadata },
);

/** Somebody moves the EIP in the console, at once or as the API does. */
const hand = fc.record({
  atMs: fc.nat(10_000),
  to: fc.constantFrom('other', 'self', 'nobody', 'havip', 'slowly to nobody', 'slowly to other'),
});

export const schedule = fc.record({
  rules: fc.array(rule, { maxLength: 6 }),
  hands: fc.array(hand, { maxLength: 3 }),
  quietAfterMs: fc.nat(15_000),
  holder: fc.constantFrom('other', 'other', 'nobody', 'havip', 'self'),
  /** At which of the things that it hears of each run is killed; the last one lives. */
  kills: fc.array(fc.integer({ min: 1, max: 45 }), { maxLength: 2 }),
  /** How long it takes until somebody starts the next one. */
  pauseMs: fc.nat(3000),
  seed: fc.nat(),
});
export type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

/** Whether a fault may end a run that a later one would have to begin again. */
export function isFinal({ fault }: FaultRule): boolean {
  return fault.type === 'refuse' && /^(?:AuthFailure\.|InvalidParameter$)/.test(fault.code);
}
