import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { isFailure } from '../ports/failure.ts';
import { isListed } from '../ports/identity.ts';
import { forewarning, noteGivenAway, withForecast } from './afterwards.ts';
import { carryOut } from './command.ts';
import type { Order, Report } from './command.ts';
import { inTurn } from './operator-turn.ts';
import { introduceBriefly } from './per-cloud.ts';
import type { Share } from './per-cloud.ts';
import { preview } from './preview.ts';
import { pursue } from './pursue.ts';
import type { Session } from './session.ts';

export interface AssignOrder extends Order {
  /** The node that is to hold the addresses; without it, this one. */
  readonly to: string | undefined;
}

/** Brings addresses to a node, all at once. */
export async function assign(order: AssignOrder, session: Session): Promise<Report> {
  const { to } = order;
  return await carryOut(order, session, (share) =>
    to === undefined ? assignHere(share, order) : assignTo(to, share, order),
  );
}

async function assignHere(share: Share, order: Order): Promise<Report> {
  const { addresses, connection, runOptions } = share;
  const { self, listedIps } = await connection.identity.introduce(runOptions.deadline.signal);
  const results = await Promise.all(
    addresses.map((address) => {
      const readFirst = isListed(address, listedIps);
      return bring(address, {
        share,
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
async function assignTo(node: string, share: Share, order: Order): Promise<Report> {
  const introducing = introduceBriefly(share);
  const isHere = introducing.then((known) =>
    isFailure(known) ? undefined : known.self.node === node,
  );
  const results = await Promise.all(
    share.addresses.map((address) =>
      bring(address, { share, order, node, readFirst: true, isHere }),
    ),
  );
  const introduction = await introducing;
  return { self: isFailure(introduction) ? null : introduction.self, results };
}

interface Bring {
  readonly share: Share;
  readonly order: Order;
  readonly node: string;
  readonly readFirst: boolean;
  /** Whether that node is this host, as far as somebody knows. */
  readonly isHere: Promise<boolean | undefined>;
}

async function bring(address: Address, bringing: Bring): Promise<Result> {
  const { share, order, node, readFirst } = bringing;
  const { session } = share;
  const options = { ...share.runOptions, goal: { type: 'held-by', node }, readFirst } as const;
  if (order.dryRun) {
    const result = await preview(address, options);
    return withForecast(address, result, { session, isHere: await bringing.isHere });
  }
  const forewarn = forewarning(address, { order, session, isHere: bringing.isHere });
  return await inTurn(address, share, async (guards) => {
    const result = await pursue(address, { ...options, ...guards, forewarn });
    const isHere = await bringing.isHere;
    if (isHere !== true) noteGivenAway(address, result, session);
    return withForecast(address, result, { session, isHere });
  });
}
