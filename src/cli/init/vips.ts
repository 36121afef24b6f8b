import { ipVersion } from '../../core/ip.ts';
import type { AddressEntry, Vip } from './plan.ts';

export interface VipOptions {
  /** Those whose IPs keepalived itself announces. */
  readonly followers: readonly AddressEntry[];
  /** What the operator wants to have there. */
  readonly given: string | undefined;
  readonly device: string;
  readonly routerId: number;
  /** Of IP, in which the hosts talk to each other. */
  readonly family: 4 | 6;
}

/** What keepalived puts on the interfaces of the master. */
export function vipsOf({ followers, given, device, routerId, family }: VipOptions): readonly Vip[] {
  const announced = followers.flatMap(({ ip, interface: on }) =>
    typeof ip === 'string' ? [{ ip, device: typeof on === 'string' ? on : device }] : [],
  );
  const isAnnounced = announced.some(({ ip }) => ip === given);
  const vips =
    given === undefined || isAnnounced ? announced : [...announced, { ip: given, device }];
  // Without one that the adverts can carry, keepalived refuses its config: "No VIP specified".
  const isCarried = vips.some(({ ip }) => ipVersion(ip) === family);
  return isCarried ? vips : [onLoopback(routerId, family), ...vips];
}

/** One that means nothing to anybody, on an interface that nobody reaches. */
function onLoopback(routerId: number, family: 4 | 6): Vip {
  const ip = family === 4 ? `127.0.${routerId}.1` : `fe80::${routerId.toString(16)}:1`;
  return { ip, device: 'lo' };
}
