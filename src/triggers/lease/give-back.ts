import type { Clock } from '../../ports/clock.ts';
import { asFailure } from '../../ports/failure.ts';
import type { LeaseStore } from './lease-store.ts';

/** How long a good-bye may take. */
const leaveMs = 1000;

interface Tools {
  readonly store: Pick<LeaseStore, 'revoke'>;
  readonly clock: Clock;
}

/** Ends a lease, so that nobody has to wait until it has run out. */
export async function giveBack(id: string, { store, clock }: Tools): Promise<void> {
  const limit = new AbortController();
  const cancel = clock.after(leaveMs, () => limit.abort());
  try {
    await store.revoke(id, limit.signal);
  } catch (error) {
    // It runs out by itself.
    if (!limit.signal.aborted) asFailure(error);
  } finally {
    cancel();
  }
}
