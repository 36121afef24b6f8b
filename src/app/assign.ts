import type { Address } from '../core/address.ts';
import { sameIp } from '../core/ip.ts';
import type { Result } from '../core/outcome.ts';
import { planTakeover } from '../core/plan.ts';
import { introduceBriefly, mergeReports, perCloud } from './command.ts';
import type { Order, Report, Share } from './command.ts';
import { preview } from './preview.ts';
import type { Session } from './session.ts';
import { takeover } from './takeover.ts';
import type { TakeoverOptions } from './takeover.ts';

export interface AssignOrder extends Order {
  /** The node that is to hold the addresses; without it, this one. */
  readonly to: string | undefined;
}

/** Brings addresses to a node, all at once. Throws `config` where this host cannot be identified. */
export async function assign(order: AssignOrder, session: Session): Promise<Report> {
  const { to, addresses } = order;
  const reports = await perCloud(order, session, (share) =>
    to === undefined ? assignHere(share, order) : assignTo(to, share, order),
  );
  return mergeReports(reports, addresses);
}

async function assignHere(share: Share, order: AssignOrder): Promise<Report> {
  const { addresses, cloud, runOptions } = share;
  const { self, claims } = await cloud.identity.introduce(runOptions.deadline.signal);
  const isClaimed = ({ ip }: Address): boolean => claims.some((claim) => sameIp(claim, ip));
  const results = await Promise.all(
    addresses.map((address) => {
      const trustEvent = !isClaimed(address);
      return bring(address, { ...runOptions, target: self.node, trustEvent }, order);
    }),
  );
  return { self, results };
}

/** The target is known, so nobody waits for the metadata service: it only says who reports. */
async function assignTo(target: string, share: Share, order: AssignOrder): Promise<Report> {
  const introducing = introduceBriefly(share);
  const options = { ...share.runOptions, target, trustEvent: false };
  const results = await Promise.all(
    share.addresses.map((address) => bring(address, options, order)),
  );
  return { self: (await introducing)?.self ?? null, results };
}

function bring(address: Address, options: TakeoverOptions, { dryRun }: Order): Promise<Result> {
  if (!dryRun) return takeover(address, options);
  const { target } = options;
  return preview(address, {
    ...options,
    to: target,
    plan: (owner) => planTakeover({ target, owner }),
  });
}
