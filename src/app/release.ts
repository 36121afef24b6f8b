import type { Result } from '../core/outcome.ts';
import { noteGivenAway, withForecast } from './afterwards.ts';
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

async function releaseShare(share: Share, { from, dryRun }: ReleaseOrder): Promise<Report> {
  if (from !== undefined) return { self: null, results: await releaseAll(share, from, dryRun) };
  const { self } = await share.connection.identity.introduce(share.runOptions.deadline.signal);
  return { self, results: await releaseAll(share, self.node, dryRun) };
}

async function releaseAll(share: Share, node: string, dryRun: boolean): Promise<Result[]> {
  const { addresses, runOptions, session } = share;
  const options = { ...runOptions, goal: { type: 'not-held-by', node }, readFirst: true } as const;
  return await Promise.all(
    addresses.map((address) =>
      dryRun
        ? preview(address, options)
        : inTurn(address, share, async (guards) => {
            const result = await pursue(address, { ...options, ...guards });
            noteGivenAway(address, result, session);
            return withForecast(address, result, { session, isHere: false });
          }),
    ),
  );
}
