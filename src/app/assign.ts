import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { isFailure } from '../ports/failure.ts';
import { isListed } from '../ports/identity.ts';
import { withAfter } from '../takeover/after.ts';
import { preview } from '../takeover/preview.ts';
import { pursue } from '../takeover/pursue.ts';
import { carryOut } from './command.ts';
import type { Order, Report } from './command.ts';
import { introduceBriefly } from './per-cloud.ts';
import type { CloudContext } from './per-cloud.ts';
import type { Session } from './session.ts';
import { forewarning, noteGivenAway, withUndoWarning } from './undo-warning.ts';
import { withGuest } from './with-guest.ts';
import { withHostLock } from './with-host-lock.ts';

export interface AssignOrder extends Order {
  /** The node that is to hold the addresses; without it, this one. */
  readonly to: string | undefined;
}

/** Brings addresses to a node, all at once. */
export async function assign(order: AssignOrder, session: Session): Promise<Report> {
  const { to } = order;
  return await carryOut(order, session, (context) =>
    to === undefined ? assignHere(context, order) : assignTo(to, context, order),
  );
}

async function assignHere(context: CloudContext, order: Order): Promise<Report> {
  const { addresses, connection, runOptions } = context;
  const { signal } = runOptions.deadline;
  const introducing = connection.identity.introduce(signal);
  connection.approach?.(signal);
  const { self, listedIps } = await introducing;
  const results = await Promise.all(
    addresses.map((address) => {
      const readFirst = isListed(address, listedIps);
      return bring(address, {
        context,
        order,
        node: self.node,
        readFirst,
        isHere: Promise.resolve(true),
      });
    }),
  );
  return { self, results };
}

/** The target is known, so nobody waits for the metadata service: it only says who reports. */
async function assignTo(node: string, context: CloudContext, order: Order): Promise<Report> {
  context.connection.approach?.(context.runOptions.deadline.signal);
  const introducing = introduceBriefly(context);
  const isHere = introducing.then((known) =>
    isFailure(known) ? undefined : known.self.node === node,
  );
  const results = await Promise.all(
    context.addresses.map((address) =>
      bring(address, { context, order, node, readFirst: true, isHere }),
    ),
  );
  const introduction = await introducing;
  return { self: isFailure(introduction) ? null : introduction.self, results };
}

interface Bring {
  readonly context: CloudContext;
  readonly order: Order;
  readonly node: string;
  readonly readFirst: boolean;
  /** Whether that node is this host, as far as somebody knows. */
  readonly isHere: Promise<boolean | undefined>;
}

async function bring(address: Address, bringing: Bring): Promise<Result> {
  const { context, order, node, readFirst } = bringing;
  const { session } = context;
  const options = { ...context.runOptions, goal: { type: 'held-by', node }, readFirst } as const;
  if (order.dryRun) {
    const result = await preview(address, options);
    return withUndoWarning(address, result, { session, isHere: await bringing.isHere });
  }
  const forewarn = forewarning(address, { order, session, isHere: bringing.isHere });
  const ended = await withHostLock(address, context, async (guards) => {
    const result = await pursue(address, { ...options, ...guards, forewarn });
    const isHere = await bringing.isHere;
    if (isHere !== true) noteGivenAway(address, result, session);
    const told = withUndoWarning(address, result, { session, isHere });
    return await withGuest(address, told, { session, isHere });
  });
  return await withAfter(address, ended, session);
}
