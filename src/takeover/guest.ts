import type { Address } from '../core/address.ts';
import type { GuestChange } from '../core/guest.ts';
import type { Result } from '../core/outcome.ts';
import { asFailure, reportOf } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import type { Host } from '../ports/host.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import { withWarning } from './with-warning.ts';

/** The guest side of an address: the IP on an interface of this host, for as long as the address is here. */

export interface GuestTools {
  readonly host: Pick<Host, 'hasIp' | 'putIp' | 'takeOffIp' | 'announce'>;
  readonly log: Log;
  readonly journal: Journal;
  readonly metrics: Metrics;
  /** Whether it is still to be as it is being made: events may come faster than that takes. */
  readonly isStill: () => boolean;
}

/** Puts the IP of an address on its interface, once the address is ours. What fails is a warning in the result. */
export async function withGuestHere(
  address: Address,
  result: Result,
  tools: GuestTools,
): Promise<Result> {
  const ip = guestIpOf(address, result.ip);
  if (address.guest === undefined || ip === undefined) return result;
  const isNew = result.outcome === 'moved' || !tools.host.hasIp(ip);
  if (!isNew || !tools.isStill()) return result;
  const here = { ip, interfaceName: address.guest.interface };
  const warning = await attempt({ address, change: 'put', ...here }, tools, () =>
    settleIn(here, tools),
  );
  if (!tools.isStill()) await takeOffGuest(address, { ...tools, isStill: () => true });
  return withWarning(result, warning);
}

/** Takes the IP of an address from its interface, once this node is not to hold it. Returns what fails. */
export async function takeOffGuest(
  address: Address,
  tools: GuestTools,
): Promise<string | undefined> {
  const ip = guestIpOf(address, null);
  if (address.guest === undefined || ip === undefined || !tools.host.hasIp(ip)) return undefined;
  if (!tools.isStill()) return undefined;
  const { interface: interfaceName } = address.guest;
  return await attempt({ address, change: 'taken', ip, interfaceName }, tools, () =>
    tools.host.takeOffIp(ip, interfaceName),
  );
}

/** The result of a node that is not to hold an address, whose IP is taken from its interface. */
export async function withGuestGone(
  address: Address,
  result: Result,
  tools: GuestTools,
): Promise<Result> {
  return withWarning(result, await takeOffGuest(address, tools));
}

function guestIpOf({ guest, ip }: Address, learned: string | null): string | undefined {
  return guest?.ip ?? ip ?? learned ?? undefined;
}

interface Place {
  readonly ip: string;
  readonly interfaceName: string;
}

async function settleIn({ ip, interfaceName }: Place, { host }: GuestTools): Promise<void> {
  await host.putIp(ip, interfaceName);
  // Of IPv6, the kernel tells the network by itself, where it is set to (ndisc_notify).
  if (ip.includes(':')) return;
  const { signal } = new AbortController();
  await host.announce(ip, interfaceName, { signal, beforeSend: () => undefined });
}

interface Change extends Place {
  readonly address: Address;
  readonly change: GuestChange;
}

async function attempt(
  change: Change,
  tools: GuestTools,
  act: () => Promise<void>,
): Promise<string | undefined> {
  const { address, interfaceName } = change;
  const fields = { address: address.name, interface: interfaceName };
  try {
    await act();
    tell(change, undefined, tools);
    tools.log.info(fields, 'guest side is as it should be');
    return undefined;
  } catch (error) {
    const failure = asFailure(error);
    const { message, hint } = failure;
    tell(change, failure, tools);
    tools.log.warn({ ...fields, reason: message, hint }, 'guest side failed');
    const what = `its IP on ${interfaceName} could not be changed: ${message}`;
    return hint === undefined ? what : `${what}. ${hint}`;
  }
}

/** What fails is tried again with every look of a watcher, and written down for as often as it is news. */
const lastFailures = new WeakMap<Address, string>();

function tell(
  { address, change, ip, interfaceName }: Change,
  failure: Failure | undefined,
  { journal, metrics }: GuestTools,
): void {
  metrics.changedGuest(address, change, failure === undefined);
  const news = failure === undefined ? undefined : `${change} ${failure.message}`;
  if (news !== undefined && lastFailures.get(address) === news) return;
  if (news === undefined) lastFailures.delete(address);
  else lastFailures.set(address, news);
  journal.append({
    type: 'guest',
    address: address.name,
    ip,
    interface: interfaceName,
    change,
    ...(failure === undefined ? {} : { error: reportOf(failure) }),
  });
}
