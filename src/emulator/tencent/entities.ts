/** What an account consists of. */

export interface Instance {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  /** An ordinary public IP, which stands in the way of an EIP. */
  publicIp: string | null;
}

export interface NetworkInterface {
  readonly id: string;
  /** In upper case, as the vendor spells it. */
  readonly mac: string;
  readonly vpc: string;
  readonly subnet: string;
  readonly zone: string;
  /** The instance that it is attached to. */
  readonly instance: string | null;
  /** Its place in the instance; 0 is the primary interface. */
  readonly index: number;
  /** The first one is the primary address. */
  readonly ips: string[];
}

export interface Eip {
  readonly id: string;
  readonly ip: string;
  arrears: boolean;
  blocked: boolean;
  cascadeRelease: boolean;
  place: Place | null;
}

/** What an EIP is bound to. */
export type Place = PrivateIp | { readonly type: 'havip'; readonly havip: string };

export interface PrivateIp {
  readonly type: 'private-ip';
  readonly interface: string;
  readonly ip: string;
}

export interface HaVip {
  readonly id: string;
  readonly ip: string;
  readonly vpc: string;
  readonly subnet: string;
  /** The interface that holds it. */
  interface: string | null;
  readonly checkAssociate: boolean;
  /** Instances and interfaces that can take it, where that is checked. */
  readonly associated: Set<string>;
  /** When an announcement or a manual unbind last changed it. Milliseconds since 1970. */
  flushedAtMs: number | null;
  /** On its way to another interface. */
  drift: { readonly to: string; readonly atMs: number } | null;
  /** How many announcements there were, heard or not. */
  announcements: number;
}

/** A text that is the same for the same place only. */
export function keyOf(place: Place): string {
  return place.type === 'havip' ? place.havip : `${place.interface}/${place.ip}`;
}
