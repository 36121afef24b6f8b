/** What says whether a host should hold an address, as the config has it. */

/** How often something is asked, and how long it may be silent. Milliseconds. */
interface Asking {
  readonly interval?: number;
  readonly timeout?: number;
  /** For so long after its last answer, what it said goes on to count. */
  readonly grace?: number;
}

/** A page that answers 200 where this host should hold the address. */
export interface HttpFollow extends Asking {
  readonly http: string;
}

/** A program that ends with 0 where this host should hold the address, and with 1 where not. */
export interface ExecFollow extends Asking {
  readonly exec: readonly string[];
}

/** One of the hosts that share `leases` is elected. */
export interface LeaseFollow {
  readonly lease: string;
  /** Whether it is many leases, so that the addresses that follow it are spread over the hosts; or how many. */
  readonly spread?: boolean | number;
}

/** Controllers move it between the hosts of a fleet, which run nothing. */
export interface HostsFollow {
  readonly hosts: string;
}

/** Whether somebody takes a connection: `HOST:PORT`. */
export interface TcpTrack extends Asking {
  readonly tcp: string;
}

/** What has to be well for a host to take part in an election. */
export type Track = HttpFollow | ExecFollow | TcpTrack;

/** Something other than keepalived. */
export type TriggerFollow = HttpFollow | ExecFollow | LeaseFollow | HostsFollow;

/** A text is the name of a VRRP instance or group. */
export type Follow = string | TriggerFollow;

interface Following {
  readonly follow?: Follow;
}

/** The VRRP instance or group that an address follows, if it is one. */
export function instanceOf({ follow }: Following): string | undefined {
  return typeof follow === 'string' ? follow : undefined;
}

/** What else than keepalived an address follows, if it does. */
export function triggerOf({ follow }: Following): TriggerFollow | undefined {
  return typeof follow === 'string' ? undefined : follow;
}

/** The fleet between whose hosts an address is moved, if it is. */
export function fleetOf({ follow }: Following): string | undefined {
  return typeof follow === 'object' && 'hosts' in follow ? follow.hosts : undefined;
}

/** The lease by which the controllers of a fleet elect the one that moves addresses. */
export function leaseOfFleet(name: string): string {
  return `hosts.${name}`;
}

/** The lease that somebody has to be elected for, if it takes one. */
export function leaseOf(follow: TriggerFollow): string | undefined {
  if ('hosts' in follow) return leaseOfFleet(follow.hosts);
  return 'lease' in follow ? follow.lease : undefined;
}

/** What an address follows, for people. */
export function followText(follow: Follow | undefined): string {
  if (follow === undefined) return 'nothing';
  if (typeof follow === 'string') return follow;
  if ('http' in follow) return follow.http;
  if ('exec' in follow) return follow.exec.join(' ');
  return 'hosts' in follow ? `hosts ${follow.hosts}` : `lease ${follow.lease}`;
}

/** The sort of it, where there is little room. */
export function followSort(follow: TriggerFollow): 'http' | 'exec' | 'lease' | 'hosts' {
  if ('http' in follow) return 'http';
  if ('exec' in follow) return 'exec';
  return 'hosts' in follow ? 'hosts' : 'lease';
}

/** The same for all that are told the same: tells it apart from everything else. */
export function followKey(follow: Follow | undefined): string {
  return JSON.stringify(follow ?? null);
}
