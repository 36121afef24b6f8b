import { startDeadline } from '../lib/time/deadline.ts';
import type { Introduction } from '../ports/identity.ts';
import type { Order } from './command.ts';
import type { CloudContext } from './per-cloud.ts';
import type { Session } from './session.ts';

/** What a takeover begins with, while this host finds out and records what it was told. */
export interface HeadStart {
  /** Who this host is, by the answer that is waited for. */
  introduce(context: CloudContext): Promise<Introduction>;
  end(): void;
}

/**
 * Asks who this host is, and connects to the cloud's API. Nothing of that changes anything, so it needs no right to
 * write: it may begin before the event is recorded, and the write still comes after that.
 */
export function takeHeadStart(
  { addresses, deadlineMs: ms }: Pick<Order, 'addresses' | 'deadlineMs'>,
  session: Session,
): HeadStart {
  const { clock, startedAt, signal: parent } = session;
  const deadline = startDeadline({ clock, ms, since: startedAt, parent });
  const begin = async (cloud: string): Promise<Introduction> => {
    const connection = await session.connect(cloud);
    const introducing = connection.identity.introduce(deadline.signal, 'lasting');
    connection.approach?.(deadline.signal);
    return await introducing;
  };
  const introducing = new Map<string, Promise<Introduction>>();
  for (const { cloud } of addresses) {
    if (introducing.has(cloud)) continue;
    const begun = begin(cloud);
    introducing.set(cloud, begun);
    // Whoever waits for it is told.
    begun.catch(() => undefined);
  }
  return {
    introduce: ({ connection, runOptions }) =>
      introducing.get(connection.provider.name) ??
      connection.identity.introduce(runOptions.deadline.signal, 'lasting'),
    end: deadline.end,
  };
}
