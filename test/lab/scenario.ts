import type { EventPath } from './event-path.ts';
import type { HostName } from './layout.ts';
import type { Setup } from './setup.ts';
import type { Vendor } from './vendors/vendor.ts';

/** One of the set-ups that this field's tutorials describe. */
export interface Scenario extends Setup {
  readonly name: string;
  readonly title: string;
  readonly vendor: Vendor;
  /** Which lines name the hook: one for each state, or `notify`, to which keepalived adds what it tells. */
  readonly hookLines: 'one each' | 'notify';
  /** Whether people are told, by a channel in floatip's config. */
  readonly tells?: true;
  /** Whether an instance goes back to its home once that returns. */
  readonly preempts: boolean;
  /** Who is struck, one round after the other. */
  readonly victims: readonly HostName[];
  /** Names of the drills that make sense here. */
  readonly drills: readonly string[];
  /** What is drilled of it, and how, where there is little time. */
  readonly quick: Selection;
}

interface Selection {
  /** Names of drills. */
  readonly drills: readonly string[];
  readonly paths: readonly EventPath[];
}

/** Which host is to be master of each instance. */
export type Places = ReadonlyMap<string, HostName>;

export function home({ instances }: Setup): Places {
  return new Map(instances.map(({ name, hosts: [first] }) => [name, first]));
}

/** Where all is while one host is out of order. */
export function without(victim: HostName, { instances }: Setup): Places {
  return new Map(
    instances.map(({ name, hosts: [first, second] }) => [name, first === victim ? second : first]),
  );
}

/** The host that shares instances with this one. */
export function partnerOf(name: HostName, { instances }: Setup): HostName {
  for (const { hosts } of instances) {
    const partner = hosts.find((other) => other !== name);
    if (hosts.includes(name) && partner !== undefined) return partner;
  }
  throw new Error(`${name} is in no instance`);
}
