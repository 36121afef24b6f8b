import { labelOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { followKey, followText } from '../core/follow.ts';
import type { Config, Timing } from './config.ts';
import { leaseWarnings } from './lease-warnings.ts';

/** What can be used as it is, and is hardly what was meant. */
export function warningsOf(config: Config): readonly string[] {
  const { addresses, timing } = config;
  return [
    ...idle(addresses),
    ...rivals(addresses),
    ...sharedEips(addresses),
    ...impatience(timing),
    ...haste(timing),
    ...leaseWarnings(config),
  ];
}

function idle(addresses: readonly Address[]): readonly string[] {
  if (addresses.length === 0 || addresses.some(({ follow }) => follow !== undefined)) return [];
  return ['no address has follow, so only assign and release touch them'];
}

/** Addresses that one host is to hold all at once, and cannot. */
function rivals(addresses: readonly Address[]): readonly string[] {
  return addresses.flatMap((address, index) => {
    const place = placeOf(address);
    const before = addresses.slice(0, index);
    const other = place === undefined ? undefined : before.find((one) => placeOf(one) === place);
    if (other === undefined) return [];
    return [
      `${other.name} and ${address.name} both follow ${followText(address.follow)}, and a host can hold only one of them${remedyFor(address)}`,
    ];
  });
}

/** Where a host has room for one address only; nothing where there is room for several. */
function placeOf(address: Address): string | undefined {
  const { kind, follow } = address;
  if (follow === undefined) return undefined;
  if (kind === 'tencent-eip') {
    return [kind, followKey(follow), address.networkInterface, address.privateIp].join(' ');
  }
  return kind.startsWith('digitalocean') ? `${kind} ${followKey(follow)}` : undefined;
}

function remedyFor({ kind }: Address): string {
  return kind === 'tencent-eip'
    ? ': give all but one a networkInterface and a privateIp of its own'
    : ': a Droplet has one reserved IP of each family';
}

/** What the schema does not refuse: the EIP of a HAVIP that something else has as well. */
function sharedEips(addresses: readonly Address[]): readonly string[] {
  return addresses.flatMap((address, index) => {
    if (address.kind !== 'tencent-havip' || address.eip === undefined) return [];
    const { name, eip } = address;
    const other = addresses.find(
      (one, at) =>
        one.name !== name &&
        (one.ip === eip || (at < index && one.kind === 'tencent-havip' && one.eip === eip)),
    );
    return other === undefined
      ? []
      : [`the eip of ${name}, ${eip}, is that of ${other.name} as well`];
  });
}

function impatience({ requestMs, deadlineMs }: Timing): readonly string[] {
  if (requestMs <= deadlineMs) return [];
  return ['timing.request is longer than timing.deadline, so no request gets all of its time'];
}

/** No cloud answers so fast, and DigitalOcean takes 5,000 requests an hour. */
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
