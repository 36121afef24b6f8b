import type { HaVip, NetworkInterface } from './entities.ts';

/** What becomes of an announcement before the fabric hears it; a fault can decide it. */
export interface Carriage {
  readonly heard: boolean;
  readonly lateMs: number;
}

/**
 * What an announcement leads to: the HAVIP drifts, is held there already, or stays because the
 * announcement was lost, came from elsewhere, or from what is not associated.
 */
export type Announced = 'drifts' | 'held' | 'lost' | 'other-subnet' | 'detached' | 'not-associated';

export interface Hearing extends Carriage {
  readonly nowMs: number;
  readonly driftMs: number;
}

/**
 * A gratuitous ARP of a guest, the only thing that moves a HAVIP: there is no API for it,
 * cloud.tencent.com/document/product/215/20186.
 */
export function announce(havip: HaVip, from: NetworkInterface, hearing: Hearing): Announced {
  havip.announcements += 1;
  if (!hearing.heard) return 'lost';
  if (from.subnet !== havip.subnet) return 'other-subnet';
  if (from.instance === null) return 'detached';
  if (!isInScope(havip, from)) return 'not-associated';
  if (havip.interface === from.id) {
    havip.drift = null;
    return 'held';
  }
  // Announcing again while it is on its way does not make it later.
  if (havip.drift?.to !== from.id) {
    const atMs = hearing.nowMs + hearing.driftMs + hearing.lateMs;
    havip.drift = { to: from.id, atMs };
  }
  return 'drifts';
}

/** Lets a drift take effect whose time has come. */
export function settleDrift(havip: HaVip, nowMs: number): void {
  const { drift } = havip;
  if (drift === null || nowMs < drift.atMs) return;
  havip.interface = drift.to;
  havip.flushedAtMs = drift.atMs;
  havip.drift = null;
}

function isInScope({ checkAssociate, associated }: HaVip, from: NetworkInterface): boolean {
  return !checkAssociate || associated.has(from.id) || associated.has(from.instance ?? '');
}
