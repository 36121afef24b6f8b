import type { Address } from '../core/address.ts';
import { createMastery } from '../sources/mastery.ts';
import type { Share } from './per-cloud.ts';
import type { PursueOptions } from './pursue.ts';
import type { Wanted } from './recheck.ts';
import { createTurn } from './turn.ts';

/** What keeps a run apart from other runs of this host, and ends it when it is out of date. */
export type Guards = Required<Pick<PursueOptions, 'takeTurn' | 'wanted' | 'isTakenOver'>>;

/**
 * Runs what an operator asked for, whatever the role of this host, while no other run of this host
 * is at work on the address. What keepalived says after the operator spoke counts more.
 */
export async function inTurn<T>(
  address: Address,
  { session, runOptions }: Share,
  run: (guards: Guards) => Promise<T>,
): Promise<T> {
  const { host } = session;
  const { turns, events } = session.local();
  const mastery = createMastery({ store: events, host });
  const wanted: Wanted = {
    isStill: () => !mastery.isReplaced(address, host.start),
    key: `operator ${address.follow}`,
  };
  const turn = createTurn({
    ...runOptions,
    address,
    turns,
    start: { ...host.start, reason: 'operator' },
    wanted,
    isObsolete: (other) => mastery.isObsolete(address, other),
  });
  try {
    const isTakenOver = (): boolean => mastery.roleOf(address) === 'MASTER' || turn.hasCompany();
    return await run({ takeTurn: turn.take, wanted, isTakenOver });
  } finally {
    turn.leave();
  }
}
