import type { Result } from '../core/outcome.ts';
import type { Owner } from '../core/owner.ts';
import { planRelease } from '../core/plan.ts';
import type { Plan } from '../core/plan.ts';
import { mergeReports, perCloud } from './command.ts';
import type { Order, Report, Share } from './command.ts';
import { preview } from './preview.ts';
import { release } from './release.ts';
import type { Session } from './session.ts';

export interface ReleaseOrder extends Order {
  /** The node that gives the addresses up; without it, this one. */
  readonly from: string | undefined;
}

/** Takes addresses from a node, all at once. Throws `config` where this host cannot be identified. */
export async function giveUp(order: ReleaseOrder, session: Session): Promise<Report> {
  const reports = await perCloud(order, session, (share) => giveUpShare(share, order));
  return mergeReports(reports, order.addresses);
}

async function giveUpShare(share: Share, { from, dryRun }: ReleaseOrder): Promise<Report> {
  if (from !== undefined) return { self: null, results: await releaseAll(share, from, dryRun) };
  const { self } = await share.cloud.identity.introduce(share.runOptions.deadline.signal);
  return { self, results: await releaseAll(share, self.node, dryRun) };
}

async function releaseAll(
  { addresses, runOptions }: Share,
  holder: string,
  dryRun: boolean,
): Promise<Result[]> {
  const plan = (owner: Owner): Plan => planRelease({ holder, owner });
  return await Promise.all(
    addresses.map((address) =>
      dryRun
        ? preview(address, { ...runOptions, to: null, plan })
        : release(address, { ...runOptions, holder }),
    ),
  );
}
