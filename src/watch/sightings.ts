import type { Address } from '../core/address.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import type { Host } from '../ports/host.ts';
import { createToldClaim } from '../takeover/told-claim.ts';
import type { ToldClaim } from '../takeover/told-claim.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';

export interface Sighting {
  readonly address: Address;
  readonly vip: string;
  readonly isHere: boolean;
}

export interface SightingsOptions {
  readonly addresses: readonly Address[];
  readonly host: Pick<Host, 'ips' | 'orderNow'>;
  readonly roles: Pick<RoleTracker, 'stands'>;
}

/** The IPs that keepalived puts on interfaces of this host, and the takeovers that begin with that. */
export class Sightings {
  readonly #options: SightingsOptions;
  /** Whether the `vip` of each that has one was there at the last look. */
  readonly #present = new Map<Address, boolean>();
  /** What each of them began, for as long as that takeover goes on. */
  readonly #claims = new Map<Address, ToldClaim>();
  #ips: ReadonlySet<string> | undefined;

  constructor(options: SightingsOptions) {
    this.#options = options;
    const withVip = options.addresses.filter(({ vip }) => vip !== undefined);
    const ips = withVip.length === 0 ? new Set<string>() : options.host.ips();
    for (const address of withVip) this.#present.set(address, ips.has(address.vip ?? ''));
  }

  /** What has come or gone since the last look. */
  changes(): readonly Sighting[] {
    if (this.#present.size === 0) return [];
    const ips = this.#options.host.ips();
    if (ips === this.#ips) return [];
    this.#ips = ips;
    const changed: Sighting[] = [];
    for (const [address, wasHere] of this.#present) {
      const { vip = '' } = address;
      const isHere = ips.has(vip);
      if (isHere === wasHere) continue;
      this.#present.set(address, isHere);
      if (!isHere) this.#claims.delete(address);
      changed.push({ address, vip, isHere });
    }
    return changed;
  }

  /** What a takeover that begins now is made for. `onOver` is to be called when that has ended. */
  begin(address: Address): { readonly claim: ToldClaim; readonly onOver: () => void } {
    const claim = createToldClaim(this.#options.host.orderNow());
    this.#claims.set(address, claim);
    const onOver = (): void => {
      if (this.#claims.get(address) === claim) this.#claims.delete(address);
    };
    return { claim, onOver };
  }

  /** Keepalived puts its IP on the interface, and tells of that a moment later: both mean one takeover. */
  renew({ name, order }: Pick<VrrpEvent, 'name' | 'order'>): void {
    for (const [address, claim] of this.#claims) {
      if (address.follow === name && this.hasBegun(address)) claim.renew(order);
    }
  }

  /** Whether a takeover goes on that began with an IP, and nothing newer was said. */
  hasBegun(address: Address): boolean {
    const claim = this.#claims.get(address);
    return claim !== undefined && this.#options.roles.stands(address, claim.latest());
  }
}
