import * as fc from 'fast-check';

import { Refusal } from '../../src/emulator/digitalocean/refusal.ts';
import type { ReservedIp, State } from '../../src/emulator/digitalocean/state.ts';
import type { FaultRule } from '../../src/emulator/faults.ts';

/** What may go wrong with a cloud and with the people who use it, for property tests. */

type Fault = FaultRule['fault'];

const latency = fc.record({ type: fc.constant('latency' as const), ms: fc.nat(7000) });
const refusals = fc.constantFrom<Fault>(
  { type: 'reset' },
  { type: 'hang' },
  { type: 'lost' },
  { type: 'truncate' },
  { type: 'html' },
  { type: 'html', status: 200 },
  { type: 'status', status: 500 },
  { type: 'status', status: 503, body: '{}' },
  { type: 'status', status: 200, body: '{"action":{}}' },
  { type: 'status', status: 409 },
  { type: 'status', status: 429 },
  { type: 'status', status: 429, headers: { 'retry-after': '3' } },
  {
    type: 'status',
    status: 422,
    body: '{"id":"unprocessable_entity","message":"The floating IP already has a pending event."}',
  },
  { type: 'status', status: 422, body: '{"id":"unprocessable_entity","message":"Something else"}' },
);
const action = fc.record({
  type: fc.constant('action' as const),
  ends: fc.constantFrom('completed' as const, 'errored' as const),
  shows: fc.constantFrom(
    'properly' as const,
    'missing' as const,
    'server-error' as const,
    'unknown-word' as const,
  ),
  ms: fc.nat(12_000),
});

const places = [
  { service: 'digitalocean-metadata' },
  { method: 'POST' },
  { method: 'GET', path: '/v2/actions/*' },
  { method: 'GET', path: '/v2/reserved_ip*' },
] as const;

/** A fault that some requests meet. */
export const trouble: fc.Arbitrary<FaultRule> = fc.record({
  match: fc.constantFrom(...places),
  skip: fc.nat(3),
  times: fc.constantFrom(0, 1, 1, 2, 3),
  fault: fc.oneof(latency, refusals, action),
});

/** A refusal without a reason, which no run has a reason to argue with. */
export function isFinal(fault: Fault): boolean {
  return fault.type === 'status' && (fault.body?.includes('Something else') ?? false);
}

/** What somebody does in the console: moves an address, or takes a snapshot of a Droplet. */
export type Deed = number | null | 'snapshot' | 'slowly to 111';

export const deed = fc.constantFrom<Deed>(111, 222, null, 'snapshot', 'slowly to 111');

/** Does it to an address, or to Droplet 222. */
export function interfere(what: Deed, reserved: ReservedIp, state: State): void {
  if (what === 'snapshot') beBusy(state);
  else if (what === 'slowly to 111') moveSlowly(state, reserved);
  else state.place(reserved, what);
}

function beBusy(state: State): void {
  const droplet = state.droplets.get(222);
  if (droplet !== undefined) droplet.busyUntilMs = state.now() + 4000;
}

/** Another client's action; where it comes at the wrong moment, the cloud refuses it. */
function moveSlowly(state: State, reserved: ReservedIp): void {
  try {
    state.assign(reserved, 111, { ends: 'completed', shows: 'properly', ms: 3000 });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
