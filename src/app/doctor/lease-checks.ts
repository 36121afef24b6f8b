import { loadLeaseSettings } from '../../config/lease-settings.ts';
import { leaseOf, triggerOf } from '../../core/follow.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Examination } from './examination.ts';
import { findingsOn, findingsOnRaces } from './lease-findings.ts';
import type { Surroundings } from './surroundings.ts';

/** etcd, where addresses follow a lease. */
export function leaseChecks({ config, addresses, io }: Surroundings): readonly Examination[] {
  const names = addresses.flatMap((address) => {
    const follow = triggerOf(address);
    return (follow && leaseOf(follow)) ?? [];
  });
  if (isFailure(config) || names.length === 0) return [];
  return [
    {
      ids: ['etcd.answers', 'etcd.quorum', 'etcd.trip', 'etcd.disk', 'etcd.clock', 'lease.held'],
      async run(signal, find) {
        const settings = loadLeaseSettings(config, io.env);
        const { lookAtMembers } = await import('../../triggers/lease/etcd-sight.ts');
        const sights = await lookAtMembers(settings, io, signal);
        for (const check of findingsOn(sights, settings.ttlMs)) find(check);
        const { openStore } = await import('../../triggers/lease/open-lease.ts');
        const store = openStore(settings, io);
        try {
          const races = await store.list(signal);
          for (const check of findingsOnRaces([...new Set(names)], races)) find(check);
        } finally {
          store.close();
        }
      },
    },
  ];
}
