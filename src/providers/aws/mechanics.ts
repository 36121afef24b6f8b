import type { Mechanics } from '../../core/plan.ts';

/**
 * One request takes an address from whoever has it. Looked at before all the same: to associate an Elastic IP
 * with what it is associated with may be billed (EC2 API Reference, AssociateAddress), and the API does not say
 * from whom it took one.
 */
export const mechanics: Mechanics = { takesFromHolder: true, takesUnread: false };
