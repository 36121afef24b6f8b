import type { Address } from '../core/address.ts';
import type { VerdictInFleet } from '../core/fleet-verdict.ts';
import { fleetOf } from '../core/follow.ts';
import type { FailureReport, Result } from '../core/outcome.ts';
import { isComplete } from '../core/owner.ts';
import type { Reading } from '../core/owner.ts';
import { verdictOf } from '../core/verdict.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Role } from '../core/vrrp.ts';
import type { Warning } from '../core/warning.ts';
import { isFailure, reportOf } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import type { Introduction, Self } from '../ports/identity.ts';
import { readingIn } from '../ports/provider.ts';
import { kindIn } from '../providers/clouds.ts';
import type { StatusExtras } from '../providers/kind-description.ts';
import type { Order } from './command.ts';
import { hearUnheard } from './hear-unheard.ts';
import { ownerStatus } from './owner-status.ts';
import type { OwnerStatus } from './owner-status.ts';
import { introduceBriefly, perCloud } from './per-cloud.ts';
import type { CloudContext } from './per-cloud.ts';
import { readWithRetries } from './read-with-retries.ts';
import { askTriggers, rolesIn } from './roles.ts';
import type { Session } from './session.ts';
import { triggerStatusOf } from './trigger-status.ts';
import type { TriggerStatus } from './trigger-status.ts';
import { warningsOf } from './warnings.ts';
import { whyNot } from './why-not.ts';

export interface AddressStatus extends Pick<Result, 'name' | 'kind' | 'ip'> {
  readonly owner: OwnerStatus;
  readonly role: Role | null;
  /** What says who holds it, where that is not keepalived. */
  readonly trigger?: TriggerStatus;
  readonly verdict: Verdict;
  /** What is not as it should be, in one sentence. */
  readonly why?: string;
  /** What has to be corrected before it can ever be as it should be. */
  readonly error?: FailureReport;
}

/** An IP that is on an address. */
export interface Attached {
  /** What it is, as its cloud calls it. */
  readonly what: string;
  readonly ip: string;
}

export interface StatusReport {
  readonly self: Self | null;
  /** Why it is not known who this host is. */
  readonly stranger?: FailureReport;
  /** Where traffic to the addresses arrives on this host, if the cloud has such a place. */
  readonly anchor: string | null;
  readonly addresses: readonly AddressStatus[];
  /** What is on addresses, by their names. */
  readonly attached: ReadonlyMap<string, Attached>;
  /** What will do harm one day. */
  readonly warnings: readonly Warning[];
}

/** Who holds the addresses, in as few requests as the cloud allows. Changes nothing. */
export async function status(
  order: Omit<Order, 'dryRun' | 'cause'>,
  session: Session,
): Promise<StatusReport> {
  await hearUnheard(session);
  await askTriggers(order.addresses, session);
  const situation = situationOf(session, await verdictsIn(order.addresses, session));
  const work = (context: CloudContext): Promise<ShareStatus> => statusOfShare(context, situation);
  const whenFailed = (addresses: readonly Address[], failure: Failure): ShareStatus => ({
    introduction: failure,
    attached: [],
    statuses: addresses.map((address) => statusOf(address, { reading: failure, situation })),
  });
  const reports = await perCloud({ ...order, cause: 'status', work, whenFailed }, session);
  const statuses = reports.flatMap((report) => report.statuses);
  return {
    ...identityOf(reports.map((report) => report.introduction)),
    addresses: order.addresses.flatMap(
      ({ name }) => statuses.find((one) => one.name === name) ?? [],
    ),
    attached: new Map(reports.flatMap((report) => report.attached)),
    warnings: warningsHere(session),
  };
}

/** Loaded only where there is such an address. */
async function verdictsIn(
  addresses: readonly Address[],
  session: Session,
): Promise<VerdictInFleet | undefined> {
  if (addresses.every((address) => fleetOf(address) === undefined)) return undefined;
  return (await import('./fleet-status.ts')).verdictsInFleets(session);
}

/** What this host knows without asking a cloud. */
export interface Situation {
  roleOf(address: Address): Role | null;
  triggerOn(address: Address): TriggerStatus | undefined;
  isContested(address: Address): boolean;
  readonly verdictInFleet: VerdictInFleet;
  /** What the kind of an address adds to its status. */
  extrasOf(address: Address, reading: Reading): StatusExtras;
}

/** Asks the kernel and the files of this host, once for all addresses. */
export function situationOf(
  session: Session,
  verdictInFleet: VerdictInFleet = () => undefined,
): Situation {
  const { clock, clouds } = session;
  const { contests } = session.local();
  const roles = rolesIn(session);
  return {
    roleOf: roles.roleOf,
    triggerOn: (address) => triggerStatusOf(address, roles),
    verdictInFleet,
    isContested: (address) => contests.isContested(address, clock.wall()),
    extrasOf: (address, reading) =>
      kindIn(clouds, address)?.statusOf?.(address, reading) ?? { fields: {} },
  };
}

/** Whatever is asked for: who asks wants to know whether all is well. */
export function warningsHere({ config, host, local }: Session): readonly Warning[] {
  return warningsOf({ addresses: config.addresses, store: local().events, host });
}

interface ShareStatus {
  readonly introduction: Introduction | Failure;
  readonly attached: readonly (readonly [name: string, attached: Attached])[];
  readonly statuses: readonly AddressStatus[];
}

async function statusOfShare(context: CloudContext, situation: Situation): Promise<ShareStatus> {
  const { addresses, runOptions } = context;
  const [introduction, readings] = await Promise.all([
    introduceBriefly(context),
    readWithRetries(addresses, runOptions),
  ]);
  const self = isFailure(introduction) ? undefined : introduction.self;
  const statuses = addresses.map((address) =>
    statusOf(address, { reading: readingIn(readings, address), self, situation }),
  );
  const attached = addresses.flatMap((address) => {
    const reading = readingIn(readings, address);
    const extras = isFailure(reading) ? undefined : situation.extrasOf(address, reading);
    return extras?.attached === undefined ? [] : [[address.name, extras.attached] as const];
  });
  return { introduction, statuses, attached };
}

/** Of several clouds, the one that this host is part of; else why it is not known to be of any. */
function identityOf(
  introductions: readonly (Introduction | Failure)[],
): Pick<StatusReport, 'self' | 'stranger' | 'anchor'> {
  let stranger: FailureReport | undefined;
  for (const introduction of introductions) {
    if (!isFailure(introduction)) {
      return { self: introduction.self, anchor: introduction.anchor ?? null };
    }
    stranger ??= reportOf(introduction);
  }
  return { self: null, anchor: null, ...(stranger === undefined ? {} : { stranger }) };
}

export interface Findings {
  readonly reading: Reading | Failure;
  readonly self?: Self | undefined;
  readonly situation: Situation;
}

/** What one address's state means here, given what was read of it. */
export function statusOf(address: Address, { reading, self, situation }: Findings): AddressStatus {
  const { name, kind } = address;
  const role = situation.roleOf(address);
  const trigger = situation.triggerOn(address);
  const told = trigger === undefined ? {} : { trigger };
  if (isFailure(reading)) {
    const owner: OwnerStatus = { state: 'unknown', error: reportOf(reading) };
    const why = `its owner could not be read: ${owner.error.class}`;
    return { name, kind, ip: address.ip ?? null, owner, role, ...told, verdict: 'unknown', why };
  }
  const { owner } = reading;
  const ip = address.ip ?? reading.ip ?? null;
  const complete = isComplete(reading);
  const node = self?.node ?? null;
  const contested = situation.isContested(address);
  const place = situation.verdictInFleet(address, reading) ?? {
    verdict: verdictOf({ owner, self: node, role, contested, complete }),
  };
  const { verdict } = place;
  const { fields, trouble, error } = situation.extrasOf(address, reading);
  const seen = { name, kind, ip, owner: ownerStatus(owner, node), role, ...told, verdict };
  const why = place.why ?? whyNot({ ...seen, trouble, isStranger: node === null });
  return {
    ...seen,
    ...fields,
    ...(why === undefined ? {} : { why }),
    ...(error === undefined ? {} : { error }),
  };
}
