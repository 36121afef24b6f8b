import type { LeaseFollow } from '../../core/follow.ts';
import { preferenceFor } from '../../core/spread.ts';
import type { Trigger } from '../../ports/trigger.ts';
import type { MovesBudget } from '../moves-budget.ts';
import { openPolled } from '../polled/open-probe.ts';
import type { TriggerTools } from '../trigger-tools.ts';
import { EtcdGateway } from './etcd-gateway.ts';
import { openEtcdStore } from './etcd-store.ts';
import type { Peers } from './failsafe.ts';
import { openHttpPeers } from './http-peers.ts';
import { lookAtLease } from './lease-look.ts';
import { LeaseMember } from './lease-member.ts';
import type { LeaseSettings } from './lease-settings.ts';
import type { LeaseStore } from './lease-store.ts';
import { openPart, openPartLook } from './shared-parts.ts';
import type { SharedParts } from './shared-parts.ts';

export interface OpenLeaseOptions {
  readonly follow: LeaseFollow;
  readonly settings: LeaseSettings;
  readonly tools: TriggerTools;
  readonly moves: MovesBudget;
  readonly shared: SharedParts;
  /** Whether this process takes part in the election, and does not only look. */
  readonly isToWatch: boolean;
}

export function openLease(options: OpenLeaseOptions): Trigger {
  const { follow, settings, tools, moves, shared, isToWatch } = options;
  const { lease: name, spread = false } = follow;
  const { host, track, movesPerMinute } = settings;
  const open = (): LeaseStore => openStore(settings, tools);
  const { clock } = tools;
  if (!isToWatch) {
    const store = spread === false ? open() : openPartLook(name, { shared, clock, open });
    return lookAtLease({ name, host, store });
  }
  const health = track === undefined ? {} : { health: openPolled(track, tools) };
  const base = { name, ...tools, ...health, ...peersOf(settings, tools) };
  if (spread === false) return new LeaseMember({ ...base, store: open(), settings });
  return new LeaseMember({
    ...base,
    store: openPart(name, { shared, parts: Number(spread), settings, clock, open }),
    settings: { ...settings, prefer: preferenceFor(host, name) },
    mayMove: () => moves.take(movesPerMinute),
  });
}

/** Nobody is asked where that is off. */
export function peersOf(
  { failsafe, peers, ttlMs }: LeaseSettings,
  { clock, adapter }: TriggerTools,
): { readonly peers?: Peers } {
  if (!failsafe) return {};
  const network = adapter === undefined ? {} : { adapter };
  // Twice and more before the right of a holder runs out.
  return { peers: openHttpPeers({ peers, timeoutMs: Math.floor(ttlMs / 8), clock, ...network }) };
}

/** Where the leases of these hosts are. */
export function openStore(
  settings: Pick<LeaseSettings, 'endpoints' | 'tls' | 'login' | 'ttlMs' | 'prefix'>,
  { clock, adapter }: Pick<TriggerTools, 'clock' | 'adapter'>,
): LeaseStore {
  const network = adapter === undefined ? {} : { adapter };
  // All members in turn, before a lease that is renewed every third of it runs out.
  const timeoutMs = Math.floor(settings.ttlMs / 4);
  const gateway = new EtcdGateway({ ...settings, clock, timeoutMs, ...network });
  return openEtcdStore(gateway, settings.prefix);
}
