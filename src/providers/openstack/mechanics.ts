import type { Mechanics } from '../../core/plan.ts';

/**
 * One request takes a floating IP from whoever has it, and an announcement a virtual IP. Both are looked at before:
 * what is here already would be sent again for nothing, and some releases refuse that (cluster-api-provider-openstack#1743).
 */
export const mechanics: Mechanics = { takesFromHolder: true, takesUnread: false };
