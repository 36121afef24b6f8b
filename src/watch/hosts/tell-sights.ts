import type { Address } from '../../core/address.ts';
import type { HostHealth } from '../../core/host-health.ts';
import { nodeOf } from '../../core/owner.ts';
import type { Reading } from '../../core/owner.ts';
import { isFailure } from '../../ports/failure.ts';
import type { FleetTools } from './fleet-tools.ts';
import type { Goals } from './goals.ts';

export interface SightsOptions {
  readonly addresses: readonly Address[];
  readonly health: ReadonlyMap<string, HostHealth>;
  readonly goals: Goals;
  readonly tools: Pick<FleetTools, 'session' | 'metrics' | 'readingCache' | 'takeovers'>;
}

/** Tells machines and people what a look at all addresses has found. */
export function tellSights(options: SightsOptions): void {
  const { addresses, tools } = options;
  const { metrics, readingCache } = tools;
  for (const address of addresses) {
    const reading = readingCache.of(address)?.latest;
    if (reading === undefined || isFailure(reading)) metrics.seen(address, undefined, true);
    else tellSight(address, reading, options);
  }
}

function tellSight(address: Address, reading: Reading, options: SightsOptions): void {
  const { health, tools } = options;
  const node = nodeOf(reading.owner);
  const host = node === null ? undefined : health.get(node);
  const isHere = host !== undefined && host.is !== 'dead';
  if (isHere) accept(address, node, options);
  tools.metrics.seen(address, isHere, true);
  const sight = { reading, isHere, isOurs: true, isContested: false, isStray: false };
  tools.session.alarms.saw(address, () => sight);
}

/** Somebody has moved it to another one of them, and there it stays. */
function accept(address: Address, node: string | null, { goals, tools }: SightsOptions): void {
  const { takeovers, readingCache } = tools;
  // What is seen while it is on its way is where it was.
  if (takeovers.isRunning(address) || readingCache.of(address)?.isDoubted !== false) return;
  if (goals.get(address)?.node !== node) goals.delete(address);
}
