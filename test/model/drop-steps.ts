import type { DropRules, LeaseRules } from './lease-rules.ts';
import { nobody, withHost } from './lease-state.ts';
import type { HostState, State, Step } from './lease-state.ts';

interface Dropping {
  readonly index: number;
  readonly drops: DropRules;
}

/**
 * What can happen to a part that a host gives up, while its lease goes on for other parts: the key is to be deleted,
 * which comes to pass whenever it likes, or never.
 */
export function dropSteps(state: State, dropping: Dropping): readonly Step[] {
  const { index } = dropping;
  const host = state.hosts[index];
  if (host === undefined) return [];
  if (host.drop !== null) return fates(state, host, dropping);
  // An answer that it waits for belongs to what it wanted before; and no write may be on its way.
  const isFree = host.message === null && host.write === null;
  if (!isFree || !(host.won || host.givenUp)) return [];
  const isCurrent = state.holder === index;
  const what = `host ${index} ${host.givenUp ? 'asks again to have its part deleted' : 'gives its part up'}`;
  const drop = isCurrent ? 'current' : 'past';
  return [{ what, to: withHost(state, index, { won: false, givenUp: isCurrent, drop }) }];
}

function fates(state: State, host: HostState, { index, drops }: Dropping): readonly Step[] {
  const name = `the deletion of the part of host ${index}`;
  const lost = { what: `${name} is lost`, to: withHost(state, index, { drop: null }) };
  const isDone = state.holder === index && (host.drop === 'current' || !drops.comparesElection);
  const done = withHost(state, index, { drop: null, givenUp: isDone ? false : host.givenUp });
  const landed = isDone ? { ...done, holder: nobody } : done;
  return [lost, { what: `${name} gets to etcd`, to: landed }];
}

/** Whether a host does not see that it has what it has given up. */
export function isHidden({ givenUp }: HostState, { drops }: LeaseRules): boolean {
  return givenUp && drops?.isHidden === true;
}

/** With the key goes what it was about: what is still on its way is about an election that is over. */
export function afterElection(host: HostState): HostState {
  return { ...host, givenUp: false, drop: host.drop === null ? null : 'past' };
}
