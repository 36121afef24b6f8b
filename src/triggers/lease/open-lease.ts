import type { Trigger } from '../../ports/trigger.ts';
import { openPolled } from '../polled/open-probe.ts';
import type { TriggerTools } from '../trigger-tools.ts';
import { EtcdGateway } from './etcd-gateway.ts';
import { openEtcdStore } from './etcd-store.ts';
import { lookAtLease } from './lease-look.ts';
import { LeaseMember } from './lease-member.ts';
import type { LeaseSettings } from './lease-settings.ts';
import type { LeaseStore } from './lease-store.ts';

export interface OpenLeaseOptions {
  readonly name: string;
  readonly settings: LeaseSettings;
  readonly tools: TriggerTools;
  /** Whether this process takes part in the election, and does not only look. */
  readonly isToWatch: boolean;
}

export function openLease({ name, settings, tools, isToWatch }: OpenLeaseOptions): Trigger {
  const store = openStore(settings, tools);
  const { host, track } = settings;
  if (!isToWatch) return lookAtLease({ name, host, store });
  const health = track === undefined ? {} : { health: openPolled(track, tools) };
  return new LeaseMember({ name, settings, store, ...tools, ...health });
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
