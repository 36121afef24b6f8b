import type { Address } from '../core/address.ts';
import { fleetOf, triggerOf } from '../core/follow.ts';
import type { Result } from '../core/outcome.ts';
import { isHeldBy } from '../core/owner.ts';
import type { Reading } from '../core/owner.ts';
import { isReached } from '../core/plan.ts';
import type { Role } from '../core/vrrp.ts';
import type { Warning } from '../core/warning.ts';
import { isFailure } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import { readingIn } from '../ports/provider.ts';
import type { Readings } from '../ports/provider.ts';
import { withAfter } from '../takeover/after.ts';
import { claim, noteHere, noteNotOurs } from '../takeover/claim.ts';
import { concludeFailure } from '../takeover/conclude.ts';
import { withGuestGone, withGuestHere } from '../takeover/guest.ts';
import type { GuestTools } from '../takeover/guest.ts';
import { preview } from '../takeover/preview.ts';
import { alreadyHeld, notOurs } from '../takeover/result-without-run.ts';
import { Run } from '../takeover/run.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import { carryOut } from './command.ts';
import type { Order, Report } from './command.ts';
import { hearUnheard } from './hear-unheard.ts';
import type { CloudContext } from './per-cloud.ts';
import { readWithRetries } from './read-with-retries.ts';
import { askTriggers, rolesIn } from './roles.ts';
import type { Session } from './session.ts';
import { sightOf } from './sight-of.ts';
import { warningsHere } from './status.ts';
import { tellWarnings } from './tell-warnings.ts';
import { silenceOf } from './warnings.ts';

/**
 * One pass over all addresses that follow something: reads all owners at once, and takes what this
 * node should hold and does not. What events missed, this heals: flaps, reboots, runs that died
 * half-way, somebody's hand in the console.
 */
export async function reconcile(order: Order, session: Session): Promise<Report> {
  await hearUnheard(session);
  await askTriggers(order.addresses, session);
  const roles = rolesIn(session);
  const warnings = warningsHere(session);
  const work = (context: CloudContext): Promise<Report> =>
    reconcileShare(context, { order, roles, warnings });
  const report = await carryOut(order, session, work);
  tellWarnings(warnings, session);
  return report;
}

interface Pass {
  readonly order: Order;
  readonly roles: RoleTracker;
  readonly warnings: readonly Warning[];
}

async function reconcileShare(context: CloudContext, pass: Pass): Promise<Report> {
  const { addresses, connection, runOptions } = context;
  // A controller of other hosts need not be a node of their cloud.
  const isAnybody = addresses.every((address) => fleetOf(address) !== undefined);
  const { signal } = runOptions.deadline;
  const [known, readings] = await Promise.all([
    isAnybody ? undefined : connection.identity.introduce(signal, 'lasting'),
    readWithRetries(addresses, runOptions),
  ]);
  const self = known?.self ?? null;
  const node = self?.node ?? '';
  const results = await Promise.all(
    addresses.map((address) => mend(address, { context, pass, node, readings })),
  );
  return { self, results };
}

interface Mending {
  readonly context: CloudContext;
  readonly pass: Pass;
  readonly node: string;
  readonly readings: Readings;
}

async function mend(address: Address, mending: Mending): Promise<Result> {
  const { pass, readings } = mending;
  const reading = readingIn(readings, address);
  const role = pass.roles.roleOf(address);
  if (role !== 'MASTER') noteNotOurs(address, mending.context.session.local());
  if (isFailure(reading)) return endUnread(address, reading, mending);
  // Whichever node has it: it is not for this process to move.
  if (fleetOf(address) !== undefined) return await inFleet(address, reading, mending);
  tellSight(address, reading, mending);
  const word = pass.roles.wordOn(address);
  if (word.isForAnother === true) return notOurs(address, word.why, reading.owner);
  if (role === 'MASTER') return await mendAsMaster(address, reading, mending);
  const result = reportOnly(address, reading, mending);
  // Nobody takes away what was there before keepalived has said anything.
  if (role === null || pass.order.dryRun) return result;
  return await withGuestGone(address, result, guestToolsFor(address, mending));
}

/** What is to be said of an address that this node does not hold. */
function reportOnly(address: Address, reading: Reading, mending: Mending): Result {
  if (triggerOf(address) === undefined) return notOursByKeepalived(address, reading, mending);
  const { pass, node } = mending;
  const { why } = pass.roles.wordOn(address);
  const warning = warningOf(reading, node, why);
  return { ...notOurs(address, why, reading.owner), ...(warning && { warning }) };
}

/** The watcher of the controller that leads moves it. */
async function inFleet(
  address: Address,
  reading: Reading,
  { context, pass }: Mending,
): Promise<Result> {
  const { verdictsInFleets } = await import('./fleet-status.ts');
  const { why } = pass.roles.wordOn(address);
  const warning = verdictsInFleets(context.session)(address, reading)?.why;
  return { ...notOurs(address, why, reading.owner), ...(warning && { warning }) };
}

function notOursByKeepalived(
  address: Address,
  reading: Reading,
  { context, pass, node }: Mending,
): Result {
  const role = pass.roles.roleOf(address);
  const silence = role === null ? silenceOf(address, pass.warnings) : undefined;
  const others = context.session.local().events.names();
  const isMistaken =
    others.length === 0 || pass.warnings.some(({ kind }) => kind === 'not-followed');
  const says = silence?.message ?? whatIsSaid(role);
  // Where all else is followed, the instance may not be set up yet: that is told once.
  const lasting = silence && isMistaken ? `${says}. ${silence.hint}` : undefined;
  const warning = warningOf(reading, node, says) ?? lasting;
  return { ...notOurs(address, says, reading.owner), ...(warning && { warning }) };
}

function tellSight(address: Address, reading: Reading, { context, pass, node }: Mending): void {
  if (pass.order.dryRun) return;
  const { session } = context;
  const isHere = isReached({ type: 'held-by', node }, reading);
  const isOurs = pass.roles.roleOf(address) === 'MASTER';
  const found = { reading, isHere, isOurs };
  const { roles } = pass;
  session.alarms.saw(address, () => sightOf(address, found, { session, roles }));
  session.alarms.looked(address.cloud);
}

/** For as long as this node is MASTER, or for as long as it is not, as it is now. */
function guestToolsFor(address: Address, { context, pass }: Mending): GuestTools {
  const isMaster = (): boolean => pass.roles.roleOf(address) === 'MASTER';
  const wasMaster = isMaster();
  return { ...context.session, isStill: () => isMaster() === wasMaster };
}

/** Nobody knows who holds it: that ends as any run does that never saw the owner. */
function endUnread(address: Address, error: Failure, { context, pass, node }: Mending): Result {
  const run = new Run(address, { ...context.runOptions, goal: { type: 'held-by', node } });
  const to = pass.roles.roleOf(address) === 'MASTER' ? node : null;
  const result = concludeFailure(run, { to, error });
  return pass.order.dryRun ? result : run.record(result);
}

function whatIsSaid(role: Role | null): string {
  return role === null ? 'keepalived has said nothing since boot' : `this node is ${role}`;
}

/** Whoever is MASTER has it, or is about to. Where that is nobody, or still this node, nobody may be. */
function warningOf({ owner, pending }: Reading, node: string, says: string): string | undefined {
  if (pending) return undefined;
  if (owner.state === 'free') return `nobody holds it, and ${says}`;
  return isHeldBy(owner, node) ? `it is here, yet ${says}` : undefined;
}

async function mendAsMaster(address: Address, reading: Reading, mending: Mending): Promise<Result> {
  const { context, pass, node } = mending;
  const { order, roles } = pass;
  const local = context.session.local();
  if (isReached({ type: 'held-by', node }, reading) && !reading.pending) {
    noteHere(address, { since: local.start, local, roles });
    const result = alreadyHeld(address, node);
    return order.dryRun
      ? result
      : await withGuestHere(address, result, guestToolsFor(address, mending));
  }
  if (order.dryRun) return await dryRun(address, mending);
  const { journal, cause } = context.runOptions;
  journal.append({ type: 'claim', cause, node, addresses: [address.name] });
  const options = {
    ...context.runOptions,
    node,
    since: local.start,
    local,
    roles,
    host: context.session.host,
    metrics: context.session.metrics,
    readFirst: true,
  };
  return await withAfter(address, await claim(address, options), context.session);
}

async function dryRun(address: Address, { context, node }: Mending): Promise<Result> {
  const goal = { type: 'held-by', node } as const;
  return await preview(address, { ...context.runOptions, goal, readFirst: true });
}
