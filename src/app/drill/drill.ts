import type { Session } from '../session.ts';
import { moveToAndFro } from './moves.ts';
import type { AddressDrill, MovesOrder } from './moves.ts';
import type { DrillPlan } from './survey.ts';

/** Carries plans out, one address after the other, until one fails: what is wrong with one is so with the next. */
export async function drill(
  plans: readonly DrillPlan[],
  order: MovesOrder,
  session: Session,
): Promise<readonly AddressDrill[]> {
  const drills: AddressDrill[] = [];
  for (const plan of plans) {
    const done = await moveToAndFro(plan, order, session);
    drills.push(done);
    if (done.failure !== undefined) break;
  }
  return drills;
}
