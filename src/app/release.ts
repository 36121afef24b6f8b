import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { forewarning, noteGivenAway, withForecast } from './afterwards.ts';
import { carryOut } from './command.ts';
import type { Order, Report } from './command.ts';
import { inTurn } from './operator-turn.ts';
import type { Share } from './per-cloud.ts';
import { preview } from './preview.ts';
import { pursue } from './pursue.ts';
import type { Session } from './session.ts';

export interface ReleaseOrder extends Order {
  /** The node that gives the addresses up; without it, this one. */
  readonly from: string | undefined;
}

/** Takes addresses from a node, all at once. */
export async function release(order: ReleaseOrder, session: Session): Promise<Report> {
  return await carryOut(order, session, (share) => releaseShare(share, order));
}

async function releaseShare(share: Share, order: ReleaseOrder): Promise<Report> {
  const { from } = order;
  if (from !== undefined) return { self: null, results: await releaseAll(share, from, order) };
  const { self } = await share.connection.identity.introduce(share.runOptions.deadline.signal);
  return { self, results: await releaseAll(share, self.node, order) };
}

async function releaseAll(share: Share, node: string, order: ReleaseOrder): Promise<Result[]> {
  return await Promise.all(
    share.addresses.map((address) => giveUp(address, node, { share, order })),
  );
}

async function giveUp(
  address: Address,
  node: string,
  { share, order }: { share: Share; order: ReleaseOrder },
): Promise<Result> {
  const { runOptions, session } = share;
  const options = { ...runOptions, goal: { type: 'not-held-by', node }, readFirst: true } as const;
  if (order.dryRun) {
    return withForecast(address, await preview(address, options), { session, isHere: false });
  }
  const forewarn = forewarning(address, { order, session, isHere: Promise.resolve(false) });
  return await inTurn(address, share, async (guards) => {
    const result = await pursue(address, { ...options, ...guards, forewarn });
    noteGivenAway(address, result, session);
    return withForecast(address, result, { session, isHere: false });
  });
}
