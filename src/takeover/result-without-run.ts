import type { Address } from '../core/address.ts';
import type { FailureReport, Outcome, Result } from '../core/outcome.ts';
import { nodeOf } from '../core/owner.ts';
import type { Owner } from '../core/owner.ts';
import { reportOf } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import { outcomeOfFailure } from './conclude.ts';

/** Results of addresses for which no run was needed, or none could begin. */

/** It is not this node's to hold. */
export function notOurs(address: Address, why: string, owner?: Owner): Result {
  return withoutRun(address, {
    outcome: 'not-ours',
    why,
    from: owner === undefined ? null : nodeOf(owner),
  });
}

/** Another run of this host takes care of it. */
export function leftAlone(address: Address, why: string): Result {
  return withoutRun(address, { outcome: 'superseded', why });
}

/** It is where it should be. */
export function alreadyHeld(address: Address, node: string): Result {
  return withoutRun(address, { outcome: 'already-held', from: node, to: node });
}

/** Nothing is known of it but this failure. */
export function notBegun(address: Address, failure: Failure): Result {
  return withoutRun(address, { outcome: outcomeOfFailure(failure), error: reportOf(failure) });
}

interface WithoutRun {
  readonly outcome: Outcome;
  readonly from?: string | null;
  readonly to?: string;
  readonly why?: string;
  readonly error?: FailureReport;
}

function withoutRun({ name, kind, ip }: Address, rest: WithoutRun): Result {
  return {
    name,
    kind,
    ip: ip ?? null,
    from: null,
    to: null,
    writes: 0,
    durationMs: 0,
    phasesMs: { identity: 0, read: 0, write: 0, settle: 0, verify: 0 },
    ...rest,
  };
}
