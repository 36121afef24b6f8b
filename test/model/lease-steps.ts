import { afterElection, dropSteps, isHidden } from './drop-steps.ts';
import { pleaSteps } from './failsafe-steps.ts';
import type { LeaseRules } from './lease-rules.ts';
import { mayWrite, nobody, withHost } from './lease-state.ts';
import type { HostState, Message, State, Step } from './lease-state.ts';

/**
 * All that can happen next. A host does what it does whenever it gets to it, so that one which is asleep, or
 * whose timers are late, is one that is not chosen for a while; a message takes as long as it likes, or
 * gets lost.
 */
export function stepsFrom(state: State, rules: LeaseRules): readonly Step[] {
  const steps = [...ticks(state, rules)];
  for (const [index, host] of state.hosts.entries()) {
    if (host.message === null && host.plea === null) steps.push(...sendings(state, index));
    else if (host.message !== null)
      steps.push(...fates(state, { index, message: host.message, rules }));
    if (rules.failsafe !== undefined) {
      steps.push(...pleaSteps(state, { index, rules, failsafe: rules.failsafe }));
    }
    if (rules.drops !== undefined) {
      steps.push(...dropSteps(state, { index, drops: rules.drops }));
    }
    if (host.write === null && rules.wire > 0 && mayWrite(host, rules)) {
      steps.push({ what: `host ${index} writes`, to: withHost(state, index, { write: 0 }) });
    }
  }
  return steps;
}

function sendings(state: State, index: number): readonly Step[] {
  const send = (ask: Message['ask']): Step => ({
    what: `host ${index} sends: ${ask}`,
    to: withHost(state, index, { message: { ask, age: 0, lag: 0, at: 'out' } }),
  });
  return state.hosts[index]?.age === null ? [send('renew')] : [send('renew'), send('campaign')];
}

interface Underway {
  readonly index: number;
  readonly message: Message;
  readonly rules: LeaseRules;
}

function fates(state: State, underway: Underway): readonly Step[] {
  const { index, message, rules } = underway;
  const name = `${message.ask} of host ${index}`;
  const isOut = message.at === 'out';
  const lost = {
    what: `${isOut ? '' : 'the answer to '}${name} is lost`,
    to: withHost(state, index, { message: null }),
  };
  const arrived = isOut
    ? { what: `${name} gets to etcd`, to: land(state, underway) }
    : {
        what: `host ${index} gets the answer: ${message.ask} ${message.at}`,
        to: hear(state, underway),
      };
  if (!rules.believesStaleLeader || !isOut || message.ask === 'campaign') return [lost, arrived];
  if (state.hosts[index]?.age === null) return [lost, arrived];
  // It renews nothing that counts; as floatip is built, that is as good as lost.
  const stale = {
    what: `${name} gets to a leader that most members have left`,
    to: withHost(state, index, { message: { ...message, at: 'yes' } }),
  };
  return [lost, arrived, stale];
}

/** What etcd does, in one instant. */
function land(state: State, { index, message, rules }: Underway): State {
  const host = state.hosts[index];
  if (host === undefined) return state;
  const answer = (at: 'yes' | 'no'): Partial<HostState> => ({ message: { ...message, at } });
  if (message.ask === 'renew') {
    // A host without a lease asks for one, which is granted; a dead one stays dead.
    const isAlive = host.left > 0 || host.age === null;
    return withHost(state, index, isAlive ? { ...answer('yes'), left: rules.ttl } : answer('no'));
  }
  const isBarred = rules.failsafe?.isExclusive === true && index >= rules.failsafe.members;
  if (state.holder === nobody && host.left > 0 && !isBarred) {
    return { ...withHost(state, index, answer('yes')), holder: index };
  }
  const isWon = state.holder === index && !isHidden(host, rules);
  return withHost(state, index, answer(isWon ? 'yes' : 'no'));
}

function hear(state: State, { index, message, rules }: Underway): State {
  const { ask, at, age, lag } = message;
  // Who has not won has nothing to ask its peers for; what they are bound by is less, if anything.
  const lost = { won: false, plea: null };
  if (ask === 'campaign') {
    const found = at === 'yes' ? { won: true } : lost;
    return withHost(state, index, { message: null, ...found });
  }
  if (at === 'yes' || rules.believesDeadLease) {
    const from = rules.from === 'sending' ? { age, lag } : { age: 0, lag: 0 };
    return withHost(state, index, { message: null, ...from });
  }
  return withHost(state, index, { message: null, age: null, lag: 0, ...lost });
}

/** Time passes: for etcd, and for each host whose clock does not happen to fall behind. */
function ticks(state: State, rules: LeaseRules): readonly Step[] {
  let nexts: readonly (readonly HostState[])[] = [[]];
  for (const host of state.hosts) {
    const ends = agings(host, rules);
    nexts = ends.flatMap((end) => nexts.map((hosts) => hosts.concat(end)));
  }
  return nexts.map((hosts) => {
    const isOver = (hosts[state.holder]?.left ?? 0) === 0;
    const after = hosts.map((host, at) =>
      isOver && at === state.holder ? afterElection(host) : host,
    );
    return { what: 'time passes', to: { hosts: after, holder: isOver ? nobody : state.holder } };
  });
}

function agings(host: HostState, rules: LeaseRules): readonly HostState[] {
  const { left, write } = host;
  const later = {
    left: Math.max(0, left - 1),
    bound: Math.max(0, host.bound - 1),
    // A host cuts short what has been on the wire for that long.
    write: write === null || write + 1 > rules.wire ? null : write + 1,
  };
  const ontime = { ...host, ...later, ...older(host, rules, 1) };
  const lags = [host.lag, host.message?.lag ?? 0, host.plea?.lag ?? 0];
  const canLag = lags.every((lag) => lag < rules.drift);
  const isCounting = host.age !== null || host.message !== null || host.plea !== null;
  if (!canLag || !isCounting) return [ontime];
  return [ontime, { ...host, ...later, ...older(host, rules, 0) }];
}

function older(
  { age, lag, message, plea }: HostState,
  { ttl }: LeaseRules,
  by: 0 | 1,
): Pick<HostState, 'age' | 'lag' | 'message' | 'plea'> {
  // Older than a lease is too old, however much older.
  const cap = (ticksOld: number): number => Math.min(ttl, ticksOld + by);
  const olderMessage = (one: Message): Message => ({
    ...one,
    age: cap(one.age),
    lag: one.lag + 1 - by,
  });
  return {
    age: age === null ? null : cap(age),
    lag: age === null ? 0 : lag + 1 - by,
    message: message === null || message.ask === 'campaign' ? message : olderMessage(message),
    plea: plea === null ? null : olderMessage(plea),
  };
}
