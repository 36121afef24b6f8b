import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { withAfter } from '../takeover/after.ts';
import { preview } from '../takeover/preview.ts';
import { pursue } from '../takeover/pursue.ts';
import { carryOut } from './command.ts';
import type { Order, Report } from './command.ts';
import type { CloudContext } from './per-cloud.ts';
import type { Session } from './session.ts';
import { forewarning, noteGivenAway, withUndoWarning } from './undo-warning.ts';
import { withGuest } from './with-guest.ts';
import { withHostLock } from './with-host-lock.ts';

export interface ReleaseOrder extends Order {
  /** The node that gives the addresses up; without it, this one. */
  readonly from: string | undefined;
}

/** Takes addresses from a node, all at once. */
export async function release(order: ReleaseOrder, session: Session): Promise<Report> {
  return await carryOut(order, session, (context) => releaseShare(context, order));
}

async function releaseShare(context: CloudContext, order: ReleaseOrder): Promise<Report> {
  const { from } = order;
  if (from !== undefined) return { self: null, results: await releaseAll(context, from, order) };
  const { self } = await context.connection.identity.introduce(context.runOptions.deadline.signal);
  return { self, results: await releaseAll(context, self.node, order) };
}

async function releaseAll(
  context: CloudContext,
  node: string,
  order: ReleaseOrder,
): Promise<Result[]> {
  return await Promise.all(
    context.addresses.map((address) => giveUp(address, node, { context, order })),
  );
}

async function giveUp(
  address: Address,
  node: string,
  { context, order }: { context: CloudContext; order: ReleaseOrder },
): Promise<Result> {
  const { runOptions, session } = context;
  const options = { ...runOptions, goal: { type: 'not-held-by', node }, readFirst: true } as const;
  if (order.dryRun) {
    return withUndoWarning(address, await preview(address, options), { session, isHere: false });
  }
  const forewarn = forewarning(address, { order, session, isHere: Promise.resolve(false) });
  const ended = await withHostLock(address, context, async (guards) => {
    const result = await pursue(address, { ...options, ...guards, forewarn });
    noteGivenAway(address, result, session);
    const told = withUndoWarning(address, result, { session, isHere: false });
    return await withGuest(address, told, {
      session,
      isHere: order.from === undefined ? false : undefined,
    });
  });
  return await withAfter(address, ended, session);
}
