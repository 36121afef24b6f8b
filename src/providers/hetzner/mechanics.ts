import type { Mechanics } from '../../core/plan.ts';

/** One request takes a floating IP from whoever has it, and need not know who that is. */
export const mechanics: Mechanics = { takesFromHolder: true, takesUnread: true };
