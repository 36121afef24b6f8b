import type { Address } from '../core/address.ts';
import { waitedFor } from '../lib/time/cut-short.ts';
import { startDeadline, withTimeout } from '../lib/time/deadline.ts';
import type { Deadline } from '../lib/time/deadline.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Introduction } from '../ports/identity.ts';
import type { Connection } from '../providers/connection.ts';
import type { Wanted } from '../takeover/recheck.ts';
import type { RunOptions } from '../takeover/run.ts';
import type { Session } from './session.ts';

/** The addresses of one cloud, and what it takes to work on them. */
export interface CloudContext {
  readonly session: Session;
  readonly addresses: readonly Address[];
  readonly connection: Connection;
  readonly runOptions: RunOptions;
}

export interface PerCloud<T> {
  readonly addresses: readonly Address[];
  /** The deadline of everything together, from when the command began. */
  readonly deadlineMs: number;
  /** Why the work is done, for the journal. */
  readonly cause: string;
  readonly work: (context: CloudContext) => Promise<T>;
  /** What becomes of a cloud's addresses when that cloud's work throws a `Failure`. */
  readonly whenFailed: (addresses: readonly Address[], failure: Failure) => T;
}

/**
 * Runs work cloud by cloud, all clouds at once, under one deadline. What fails for one cloud does
 * not concern the others; where it fails for all of them, the first failure is thrown.
 */
export async function perCloud<T>(job: PerCloud<T>, session: Session): Promise<readonly T[]> {
  const { clock, startedAt, signal } = session;
  const { deadlineMs: ms } = job;
  const deadline = startDeadline({ clock, ms, since: startedAt, parent: signal });
  const names = new Set(job.addresses.map((address) => address.cloud));
  const parts = [...names].map((name) => ({
    name,
    addresses: job.addresses.filter((address) => address.cloud === name),
  }));
  try {
    const contexts = parts.map((part) =>
      openContext(part, session, { deadline, cause: job.cause }).then(job.work),
    );
    const settled = await Promise.allSettled(contexts);
    const [first] = settled;
    const everyFailed = settled.every(({ status }) => status === 'rejected');
    if (everyFailed && first?.status === 'rejected') throw first.reason;
    return settled.map((context, index) => {
      if (context.status === 'fulfilled') return context.value;
      if (!isFailure(context.reason)) throw context.reason;
      return job.whenFailed(parts[index]?.addresses ?? [], context.reason);
    });
  } finally {
    deadline.end();
  }
}

export interface Part {
  readonly name: string;
  readonly addresses: readonly Address[];
}

/** Connects the cloud of a part; what is done with it ends with the deadline. */
export async function openContext(
  { name, addresses }: Part,
  session: Session,
  { deadline, cause }: { deadline: Deadline; cause: string },
): Promise<CloudContext> {
  const connection = await session.connect(name);
  const { clock, random, log, startedAt, journal, recheck } = session;
  const { provider } = connection;
  const tools = { provider, clock, random, log, journal, recheck };
  const runOptions = { ...tools, deadline, startedAt, cause, wanted: always };
  return { session, addresses, connection, runOptions };
}

/** An operator who names an address wants it to happen, whatever keepalived says. */
const always: Wanted = { isStill: () => true, key: 'always' };

const briefMs = 500;

/** Who this host is, for a command that can do without; or why nobody says so quickly. */
export async function introduceBriefly(context: CloudContext): Promise<Introduction | Failure> {
  const { clock, deadline } = context.runOptions;
  try {
    const limit = { clock, ms: briefMs, parent: deadline.signal, onTimeout: silence };
    return await withTimeout(limit, (signal) => context.connection.identity.introduce(signal));
  } catch (error) {
    if (isFailure(error)) return waitedFor(error) ?? error;
    throw error;
  }
}

function silence(): Failure {
  return new Failure('transport', 'The metadata service is silent');
}
