import type { Address } from '../core/address.ts';
import type { FailureReport } from '../core/outcome.ts';
import { isHeldBy } from '../core/owner.ts';
import type { Reading } from '../core/owner.ts';
import { verdictOf } from '../core/verdict.ts';
import type { Verdict } from '../core/verdict.ts';
import { retry } from '../lib/retry.ts';
import { asFailure, Failure, isFailure, reportOf } from '../ports/failure.ts';
import type { Introduction, Self } from '../ports/identity.ts';
import type { Readings } from '../ports/provider.ts';
import type { Order } from './command.ts';
import { introduceBriefly, perCloud } from './per-cloud.ts';
import type { Share } from './per-cloud.ts';
import type { RunOptions } from './run.ts';
import type { Session } from './session.ts';

export type OwnerStatus =
  | { readonly state: 'held'; readonly node: string; readonly self: boolean }
  | { readonly state: 'free' }
  | { readonly state: 'unknown'; readonly error: FailureReport };

export interface AddressStatus extends Pick<Address, 'name' | 'kind' | 'ip'> {
  readonly owner: OwnerStatus;
  readonly role: null;
  readonly verdict: Verdict;
}

export interface StatusReport {
  readonly self: Self | null;
  /** Why it is not known who this host is. */
  readonly stranger?: FailureReport;
  /** Where traffic to the addresses arrives on this host, if the cloud has such a place. */
  readonly anchor: string | null;
  readonly addresses: readonly AddressStatus[];
}

/** Who holds the addresses, in as few requests as the cloud allows. Changes nothing. */
export async function status(
  order: Omit<Order, 'dryRun'>,
  session: Session,
): Promise<StatusReport> {
  const reports = await perCloud({ ...order, work: statusOfShare, whenFailed }, session);
  const byAddress = new Map(reports.flatMap((report) => report.statuses));
  return {
    ...identityOf(reports.map((report) => report.introduction)),
    addresses: order.addresses.flatMap((address) => byAddress.get(address) ?? []),
  };
}

interface ShareStatus {
  readonly introduction: Introduction | Failure;
  readonly statuses: readonly (readonly [Address, AddressStatus])[];
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

function whenFailed(addresses: readonly Address[], failure: Failure): ShareStatus {
  const statuses = addresses.map((address) => [address, statusOf(address, failure, null)] as const);
  return { introduction: failure, statuses };
}

async function statusOfShare(share: Share): Promise<ShareStatus> {
  const { addresses, runOptions } = share;
  const [introduction, readings] = await Promise.all([
    introduceBriefly(share),
    readPatiently(addresses, runOptions),
  ]);
  const self = isFailure(introduction) ? null : introduction.self;
  const statuses = addresses.map(
    (address) => [address, statusOf(address, readings.get(address), self)] as const,
  );
  return { introduction, statuses };
}

/** Reads all addresses, again while none of them could be read for a reason that may pass. */
async function readPatiently(
  addresses: readonly Address[],
  options: RunOptions,
): Promise<Readings> {
  const { provider, clock, random, deadline } = options;
  let readings: Readings = new Map();
  const attempt = async (): Promise<void> => {
    readings = await provider.read(addresses, deadline.signal);
    const failures = [...readings.values()].filter((reading) => isFailure(reading));
    if (failures.length === readings.size && failures[0] !== undefined) throw failures[0];
  };
  try {
    await retry(attempt, {
      clock,
      random,
      signal: deadline.signal,
      remainingMs: deadline.remainingMs,
    });
  } catch (error) {
    const failure = asFailure(error);
    if (readings.size === 0) return new Map(addresses.map((address) => [address, failure]));
  }
  return readings;
}

function statusOf(
  address: Address,
  reading: Reading | Failure | undefined,
  self: Self | null,
): AddressStatus {
  const { name, kind, ip } = address;
  if (reading === undefined || isFailure(reading)) {
    const failure = reading ?? new Failure('transport', `The cloud said nothing about ${ip}`);
    const owner: OwnerStatus = { state: 'unknown', error: reportOf(failure) };
    return { name, kind, ip, owner, role: null, verdict: 'unknown' };
  }
  const node = self?.node ?? null;
  const { owner } = reading;
  const told: OwnerStatus =
    owner.state === 'free' ? owner : { ...owner, self: node !== null && isHeldBy(owner, node) };
  return { name, kind, ip, owner: told, role: null, verdict: verdictOf(owner, node) };
}
