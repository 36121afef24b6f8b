import { providerOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { startDeadline, withTimeout } from '../lib/deadline.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Introduction, Self } from '../ports/identity.ts';
import type { Cloud } from '../providers/tools.ts';
import type { RunOptions } from './run.ts';
import type { Session } from './session.ts';

/** What the operator asked for. */
export interface Order {
  readonly addresses: readonly Address[];
  readonly dryRun: boolean;
  readonly deadlineMs: number;
}

/** What a command did. `self` is `null` where nobody needed to know and nobody said. */
export interface Report {
  readonly self: Self | null;
  readonly results: readonly Result[];
}

/** The addresses of one cloud, and what it takes to work on them. */
export interface Share {
  readonly addresses: readonly Address[];
  readonly cloud: Cloud;
  readonly runOptions: RunOptions;
}

/**
 * Runs the work of a command, cloud by cloud and all clouds at once, under its one deadline. The
 * answers come in the order of the clouds' first addresses.
 */
export async function perCloud<T>(
  { addresses, deadlineMs }: Pick<Order, 'addresses' | 'deadlineMs'>,
  session: Session,
  work: (share: Share) => Promise<T>,
): Promise<readonly T[]> {
  const { clock, random, log, startedAt, signal } = session;
  const deadline = startDeadline({ clock, ms: deadlineMs, parent: signal });
  const names = new Set(addresses.map((address) => providerOf(address.kind)));
  try {
    return await Promise.all(
      [...names].map(async (name) => {
        const cloud = await session.cloud(name);
        const { provider } = cloud;
        const runOptions = { provider, clock, random, log, deadline, startedAt, mayWrite: always };
        const own = addresses.filter((address) => providerOf(address.kind) === name);
        return await work({ addresses: own, cloud, runOptions });
      }),
    );
  } finally {
    deadline.end();
  }
}

/** An operator who names an address wants it to happen, whatever keepalived says. */
function always(): boolean {
  return true;
}

/** One report of the reports of several clouds, the results in the order of the addresses. */
export function mergeReports(reports: readonly Report[], addresses: readonly Address[]): Report {
  const results = reports.flatMap((report) => report.results);
  const position = new Map(addresses.map((address, index) => [address.name, index]));
  const rank = ({ name }: Result): number => position.get(name) ?? results.length;
  return {
    self: reports.find((report) => report.self !== null)?.self ?? null,
    results: results.toSorted((left, right) => rank(left) - rank(right)),
  };
}

const briefMs = 500;

/** Who this host is, for a command that can do without: `undefined` where nobody says so quickly. */
export async function introduceBriefly({
  cloud,
  runOptions,
}: Share): Promise<Introduction | undefined> {
  const { clock, deadline } = runOptions;
  try {
    const limit = { clock, ms: briefMs, parent: deadline.signal, onTimeout: silence };
    return await withTimeout(limit, (signal) => cloud.identity.introduce(signal));
  } catch (error) {
    if (isFailure(error)) return undefined;
    throw error;
  }
}

function silence(): Failure {
  return new Failure('transport', 'The metadata service is silent');
}
