import type { Mechanics } from '../../core/plan.ts';

/**
 * One call takes it from whoever has it. It is looked at before: what a program does where it is here already,
 * and what that costs, nobody knows.
 */
export const mechanics: Mechanics = { takesFromHolder: true, takesUnread: false };
