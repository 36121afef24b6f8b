import type { Adverts } from '../../core/jitter.ts';
import type { VrrpInstance } from '../../triggers/keepalived-config/vrrp-instance.ts';

/** What keepalived takes where nothing is said. */
const defaults: Adverts = { advertInterval: 1, priority: 100 };

/** How an instance says that it is alive. */
export function advertsOf({ advertInt, priority }: VrrpInstance): Adverts {
  return {
    advertInterval: advertInt?.value ?? defaults.advertInterval,
    priority: priority?.value ?? defaults.priority,
  };
}
