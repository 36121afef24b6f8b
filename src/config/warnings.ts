import { labelOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { fleetOf, followKey, followText } from '../core/follow.ts';
import { kindIn } from '../providers/clouds.ts';
import type { Clouds } from '../providers/clouds.ts';
import { loadConfigParts } from './config-parts.ts';
import type { Config, Timing } from './config.ts';
import { fleetWarnings } from './fleet-warnings.ts';
import { leaseWarnings } from './lease-warnings.ts';

/** What can be used as it is, and is hardly what was meant. */
export async function warningsOf(
  config: Pick<Config, 'addresses' | 'leases' | 'hosts' | 'timing' | 'peers' | 'jitterAt'>,
  clouds: Clouds,
): Promise<readonly string[]> {
  const { addresses, timing } = config;
  const names = clouds.names.filter((name) => addresses.some(({ cloud }) => cloud === name));
  const parts = await loadConfigParts(names, clouds);
  return [
    ...idle(addresses),
    ...rivals(addresses, clouds),
    ...[...parts.values()].flatMap((part) => part.warningsOf?.(addresses) ?? []),
    ...impatience(timing),
    ...haste(timing),
    ...leaseWarnings(config),
    ...fleetWarnings(config, clouds),
    ...solitude(config),
  ];
}

function idle(addresses: readonly Address[]): readonly string[] {
  if (addresses.length === 0 || addresses.some(({ follow }) => follow !== undefined)) return [];
  return ['no address has follow, so only assign and release touch them'];
}

/** Addresses that one host is to hold all at once, and cannot. */
function rivals(addresses: readonly Address[], clouds: Clouds): readonly string[] {
  const placeOf = (address: Address): string | undefined => {
    const { follow } = address;
    const place = kindIn(clouds, address)?.room?.placeOf(address);
    // Those of a fleet are spread over its hosts.
    return follow === undefined || place === undefined || fleetOf(address) !== undefined
      ? undefined
      : `${followKey(follow)} ${place}`;
  };
  return addresses.flatMap((address, index) => {
    const place = placeOf(address);
    const before = addresses.slice(0, index);
    const other = place === undefined ? undefined : before.find((one) => placeOf(one) === place);
    if (other === undefined) return [];
    const remedy = kindIn(clouds, address)?.room?.remedy ?? '';
    return [
      `${other.name} and ${address.name} both follow ${followText(address.follow)}, and a host can hold only one of them${remedy}`,
    ];
  });
}

function impatience({ requestMs, deadlineMs }: Timing): readonly string[] {
  if (requestMs <= deadlineMs) return [];
  return ['timing.request is longer than timing.deadline, so no request gets all of its time'];
}

function solitude({ peers, jitterAt }: Pick<Config, 'peers' | 'jitterAt'>): readonly string[] {
  if (jitterAt === undefined || peers.length > 0) return [];
  return ['doctor.jitter is there, and peers names nobody to answer: peers: [10.0.0.3:9477]'];
}

/** No cloud answers so fast, or takes more than a few thousand requests an hour. */
function haste({ requestMs, deadlineMs, intervalMs }: Timing): readonly string[] {
  return [
    ...(requestMs < 250
      ? [`timing.request of ${seconds(requestMs)} is too short for a cloud to answer: give it 5s`]
      : []),
    ...(deadlineMs < 2000
      ? [`timing.deadline of ${seconds(deadlineMs)} is too short for a takeover: give it 60s`]
      : []),
    ...(intervalMs < 1000
      ? [`timing.interval of ${seconds(intervalMs)} asks more often than clouds allow: give it 10s`]
      : []),
  ];
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}

/** An address in a line. */
export function summaryOf(address: Address): string {
  const { name, follow } = address;
  const label = labelOf(address);
  const subject = label === name ? name : `${name} ${label}`;
  return follow === undefined
    ? `${subject} follows nothing`
    : `${subject} follows ${followText(follow)}${typeof follow === 'string' ? '' : ', with floatip watch'}`;
}
