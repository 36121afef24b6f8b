import type { Follow } from './follow.ts';
import type { Guest } from './guest.ts';
import type { Probe } from './probe.ts';

/** One floating IP of the config, or of the command line. What only one kind has is typed where that kind is. */
export interface Address {
  /** How the operator calls it; unique within one config. */
  readonly name: string;
  /** The cloud that it is of. */
  readonly cloud: string;
  /** What sort of floating IP it is. */
  readonly kind: string;
  /** In the spelling of `normaliseIp`, as all IPs here. One of `ip` and `id` is there. */
  readonly ip?: string;
  /** The id that the cloud gave it. */
  readonly id?: string;
  /** What says who holds it: a VRRP instance or group by its MASTER, or something else. */
  readonly follow?: Follow;
  /** An IP that keepalived puts on this host while it is MASTER; tells whether it really is. */
  readonly vip?: string;
  /** Where this host has it, while it is here. */
  readonly guest?: Guest;
  /** A program with its arguments, to be run once the address is where it was to be. */
  readonly after?: readonly string[];
  /** How to ask it from outside whether somebody answers, once it is here. */
  readonly probe?: Probe;
}

/** An address as it is written down: what cloud it is of, its kind says. */
export type ListedAddress = Omit<Address, 'cloud'>;

export function withCloud(listed: ListedAddress): Address {
  return { ...listed, cloud: cloudOf(listed.kind) };
}

/** The cloud that a kind belongs to: the part before the first hyphen. */
export function cloudOf(kind: string): string {
  const [cloud = kind] = kind.split('-');
  return cloud;
}

/** Whether the config knows the address by its id only. */
export function isListedById({ ip }: Address): boolean {
  return ip === undefined;
}

/** How an address is called where its name says nothing: its IP, or its id. */
export function labelOf({ ip, id, name }: Address): string {
  return ip ?? id ?? name;
}

/** Tells the address apart from all others, as a name for files. */
export function keyOf(address: Address): string {
  return `${address.kind}_${address.id ?? labelOf(address)}`;
}
