import type { HttpFollow, TcpTrack } from './follow.ts';

/** Hosts that run nothing of floatip, between which controllers move addresses. */
export interface Fleet {
  /** As in the config, and in `follow: { hosts: NAME }`. */
  readonly name: string;
  /** What the controllers are called, as `leases.host` of each says: it takes more than half of these. */
  readonly controllers: readonly string[];
  readonly nodes: readonly FleetNode[];
  /** How often each controller asks each host. Milliseconds. */
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** How many addresses are moved in a minute, at most, for the sake of balance alone. */
  readonly movesPerMinute: number;
}

/** One of the hosts. */
export interface FleetNode {
  /** Its id, as the cloud spells it. */
  readonly node: string;
  /** What people call it. */
  readonly name: string;
  readonly check: HostCheck;
}

/** What a host is asked by. */
export type HostCheck = Pick<TcpTrack, 'tcp'> | Pick<HttpFollow, 'http'>;

/** A host for people: what it is called, with its id. */
export function fleetNodeText(node: string, { nodes }: Pick<Fleet, 'nodes'>): string {
  const name = nodes.find((one) => one.node === node)?.name ?? node;
  return name === node ? node : `${name} (${node})`;
}
