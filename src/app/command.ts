import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import type { Notice } from '../core/warning.ts';
import { asFailure, Failure } from '../ports/failure.ts';
import type { Self } from '../ports/identity.ts';
import { notBegun } from '../takeover/result-without-run.ts';
import { perCloud } from './per-cloud.ts';
import type { CloudContext } from './per-cloud.ts';
import type { Session } from './session.ts';

/** What the operator asked for. */
export interface Order {
  readonly addresses: readonly Address[];
  readonly dryRun: boolean;
  readonly deadlineMs: number;
  /** Why, for the journal: `assign`, `MASTER VI_1`. */
  readonly cause: string;
  /** Hears what stands against it before anything is sent. */
  readonly forewarn?: (address: Address, warning: string) => void;
}

/** What a command did. `self` is `null` where nobody needed to know and nobody said. */
export interface Report {
  readonly self: Self | null;
  readonly results: readonly Result[];
  /** What is wrong with the host, whatever became of the addresses. */
  readonly warnings?: readonly Notice[];
}

/**
 * Carries an order out, cloud by cloud; the results come in the order of the addresses. Throws where
 * no cloud could be connected, having written that down.
 */
export async function carryOut(
  order: Order,
  session: Session,
  work: (context: CloudContext) => Promise<Report>,
): Promise<Report> {
  const { addresses, deadlineMs, cause } = order;
  const whenFailed = (those: readonly Address[], failure: Failure): Report =>
    nothingBegun(those, failure, { order, session });
  const workOrTell = async (context: CloudContext): Promise<Report> => {
    try {
      return await work(context);
    } catch (error) {
      return whenFailed(context.addresses, asFailure(error));
    }
  };
  const job = { addresses, deadlineMs, cause, work: workOrTell, whenFailed };
  const reports = await perCloud(job, session).catch((error: unknown) => {
    whenFailed(addresses, asFailure(error));
    throw error;
  });
  const results = reports.flatMap((report) => report.results);
  const position = new Map(addresses.map((address, index) => [address.name, index]));
  const rank = ({ name }: Result): number => position.get(name) ?? results.length;
  return {
    self: reports.find((report) => report.self !== null)?.self ?? null,
    results: results.toSorted((left, right) => rank(left) - rank(right)),
  };
}

interface Circumstances {
  readonly order: Order;
  readonly session: Session;
}

/** What fails before the first run begins is written down for each address that it was for. */
function nothingBegun(
  addresses: readonly Address[],
  failure: Failure,
  { order, session }: Circumstances,
): Report {
  const { clock, startedAt, journal } = session;
  const durationMs = Math.round(clock.now() - startedAt);
  const results = addresses.map((address) => ({
    ...notBegun(address, nothingSent(failure)),
    durationMs,
  }));
  if (!order.dryRun) {
    for (const result of results) {
      journal.append({ type: 'outcome', cause: order.cause, result, names: {} });
    }
  }
  return { self: null, results };
}

/** Out of time leaves open what became of the address; here nothing did. */
function nothingSent(failure: Failure): Failure {
  const { class: failureClass, message, hint } = failure;
  if (failureClass !== 'deadline') return failure;
  return new Failure(failureClass, `${message}, so nothing was sent`, { hint, cause: failure });
}
