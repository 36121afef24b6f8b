import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import type { Failure } from '../ports/failure.ts';
import type { Self } from '../ports/identity.ts';
import { notBegun } from './idle.ts';
import { perCloud } from './per-cloud.ts';
import type { Share } from './per-cloud.ts';
import type { Session } from './session.ts';

/** What the operator asked for. */
export interface Order {
  readonly addresses: readonly Address[];
  readonly dryRun: boolean;
  readonly deadlineMs: number;
  /** Why, for the journal: `assign`, `MASTER VI_1`. */
  readonly cause: string;
}

/** What a command did. `self` is `null` where nobody needed to know and nobody said. */
export interface Report {
  readonly self: Self | null;
  readonly results: readonly Result[];
}

/** Carries an order out, cloud by cloud; the results come in the order of the addresses. */
export async function carryOut(
  order: Order,
  session: Session,
  work: (share: Share) => Promise<Report>,
): Promise<Report> {
  const { addresses, deadlineMs, cause } = order;
  const reports = await perCloud({ addresses, deadlineMs, cause, work, whenFailed }, session);
  const results = reports.flatMap((report) => report.results);
  const position = new Map(addresses.map((address, index) => [address.name, index]));
  const rank = ({ name }: Result): number => position.get(name) ?? results.length;
  return {
    self: reports.find((report) => report.self !== null)?.self ?? null,
    results: results.toSorted((left, right) => rank(left) - rank(right)),
  };
}

function whenFailed(addresses: readonly Address[], failure: Failure): Report {
  return { self: null, results: addresses.map((address) => notBegun(address, failure)) };
}
