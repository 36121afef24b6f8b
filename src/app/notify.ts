import { whyApart } from '../config/apart.ts';
import { runtimeFolder } from '../config/folders.ts';
import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { causeOf, compareOrder, roleAfter } from '../core/vrrp.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import type { Notice } from '../core/warning.ts';
import { oneAfterTheOther } from '../lib/time/one-after-the-other.ts';
import { turn } from '../lib/time/turn.ts';
import { asFailure } from '../ports/failure.ts';
import { isListed } from '../ports/identity.ts';
import { withAfter } from '../takeover/after.ts';
import { assertClaim } from '../takeover/assertion.ts';
import { claim } from '../takeover/claim.ts';
import { withGuestGone } from '../takeover/guest.ts';
import type { LocalState } from '../takeover/local-state.ts';
import { notBegun, notOurs } from '../takeover/result-without-run.ts';
import { verifyRole } from '../takeover/verify-role.ts';
import type { ToldEvent } from '../triggers/keepalived-event.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import { carryOut } from './command.ts';
import type { Order, Report } from './command.ts';
import { takeHeadStart } from './head-start.ts';
import type { HeadStart } from './head-start.ts';
import { hearUnheard } from './hear-unheard.ts';
import type { CloudContext } from './per-cloud.ts';
import { hear, tell } from './record-event.ts';
import { rolesIn } from './roles.ts';
import type { Session } from './session.ts';

export interface NotifyOrder extends Omit<Order, 'dryRun' | 'cause'> {
  readonly event: ToldEvent;
}

/**
 * Hears an event of keepalived. MASTER takes every address that follows the instance; everything
 * else is only noted, and ends the runs that were taking them.
 */
export async function notify(order: NotifyOrder, session: Session): Promise<Report> {
  const isMaster = roleAfter(order.event.state) === 'MASTER';
  const ahead = isMaster && !session.isWatched() ? takeHeadStart(order, session) : undefined;
  try {
    // Whom it asks has an answer by the time that the event is recorded.
    if (ahead !== undefined) await turn();
    return await hearAndAct(order, session, ahead);
  } finally {
    ahead?.end();
  }
}

async function hearAndAct(
  order: NotifyOrder,
  session: Session,
  ahead: HeadStart | undefined,
): Promise<Report> {
  const event = await hear(order.event, session);
  if (event === undefined) return { self: null, results: [] };
  tell(event, session);
  await hearUnheard(session);
  const report = await act(event, { ...order, ahead }, session);
  const warning = whyUnshared(event, session);
  return warning === undefined ? report : { ...report, warnings: [warning] };
}

/** Why the other processes of this host do not know of the event, if they do not. */
function whyUnshared(event: VrrpEvent, { env, local }: Session): Notice | undefined {
  const apart = whyApart(env);
  if (apart !== undefined) return { message: apart.reason, hint: apart.hint };
  const known = local().events.events(event.name);
  if (known.some(({ order }) => compareOrder(order, event.order) >= 0)) return undefined;
  const folder = runtimeFolder(env) ?? '';
  return {
    message: `${causeOf(event)} could not be recorded in ${folder}, so nobody else on this host knows of it`,
    hint: `Have the user that keepalived runs its scripts as write there, and leave room: ls -ld ${folder}; df ${folder}`,
  };
}

interface Begun extends NotifyOrder {
  readonly ahead: HeadStart | undefined;
}

async function act(
  event: VrrpEvent,
  { ahead, ...order }: Begun,
  session: Session,
): Promise<Report> {
  const local = session.local();
  const role = roleAfter(event.state);
  const roles = rolesIn(session, event);
  if (role !== 'MASTER') {
    const why = `${event.name} is ${role} on this node`;
    const results = order.addresses.map((address) =>
      withGuestGone(address, notOurs(address, why), {
        ...session,
        isStill: () => roles.roleOf(address) !== 'MASTER',
      }),
    );
    return { self: null, results: await Promise.all(results) };
  }
  const claims: Claims = { event, local, roles, ahead };
  const cause = causeOf(event);
  return await carryOut({ ...order, dryRun: false, cause }, session, (context) =>
    takeAll(context, claims),
  );
}

interface Claims {
  readonly event: VrrpEvent;
  readonly local: LocalState;
  readonly roles: RoleTracker;
  readonly ahead: HeadStart | undefined;
}

async function takeAll(context: CloudContext, claims: Claims): Promise<Report> {
  const { identity } = context.connection;
  const { deadline, journal, cause } = context.runOptions;
  const introducing =
    claims.ahead?.introduce(context) ?? identity.introduce(deadline.signal, 'lasting');
  const { self, listedIps } = await introducing;
  const addresses = context.addresses.map(({ name }) => name);
  if (addresses.length > 0) journal.append({ type: 'claim', cause, node: self.node, addresses });
  const results = await oneAfterTheOther(context.addresses, async (address) => {
    try {
      return await take(address, { context, claims, node: self.node, listedIps });
    } catch (error) {
      // What cuts the wait for one address short must not hide what was done for another.
      return notBegun(address, asFailure(error));
    }
  });
  return { self, results };
}

interface Taking {
  readonly context: CloudContext;
  readonly claims: Claims;
  readonly node: string;
  readonly listedIps: readonly string[];
}

async function take(address: Address, taking: Taking): Promise<Result> {
  const { context, claims, node, listedIps } = taking;
  const { event, local, roles } = claims;
  const { signal } = context.runOptions.deadline;
  const disbelieved = await verifyRole(address, event, { ...context.runOptions, roles, signal });
  if (disbelieved !== undefined) return disbelieved;
  const readFirst = isListed(address, listedIps);
  const { host, metrics } = context.session;
  const own = { node, since: event.order, local, roles, readFirst, host, metrics };
  const base = { ...context.runOptions, ...own };
  const bring = event.state === 'MASTER_RX_LOWER_PRI' ? assertClaim : claim;
  return await withAfter(address, await bring(address, base), context.session);
}
