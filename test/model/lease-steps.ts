import type { LeaseRules } from './lease-rules.ts';
import { mayWrite, nobody } from './lease-state.ts';
import type { HostState, Message, State } from './lease-state.ts';

export interface Step {
  readonly what: string;
  readonly to: State;
}

/**
 * All that can happen next. A host does what it does whenever it gets to it, so that one which is asleep, or
 * whose timers are late, is one that is not chosen for a while; a message takes as long as it likes, or
 * gets lost.
 */
export function stepsFrom(state: State, rules: LeaseRules): readonly Step[] {
  const steps = [...ticks(state, rules)];
  for (const [index, host] of state.hosts.entries()) {
    if (host.message === null) steps.push(...sendings(state, index));
    else steps.push(...fates(state, { index, message: host.message, rules }));
    if (host.write === null && rules.wire > 0 && mayWrite(host, rules)) {
      steps.push({ what: `host ${index} writes`, to: withHost(state, index, { write: 0 }) });
    }
  }
  return steps;
}

function withHost(state: State, index: number, change: Partial<HostState>): State {
  const hosts = state.hosts.map((host, at) => (at === index ? { ...host, ...change } : host));
  return { ...state, hosts };
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
  const { index, message } = underway;
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
  return [lost, arrived];
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
  if (state.holder === nobody && host.left > 0) {
    return { ...withHost(state, index, answer('yes')), holder: index };
  }
  return withHost(state, index, answer(state.holder === index ? 'yes' : 'no'));
}

function hear(state: State, { index, message, rules }: Underway): State {
  const { ask, at, age, lag } = message;
  if (ask === 'campaign') return withHost(state, index, { message: null, won: at === 'yes' });
  if (at === 'yes' || rules.believesDeadLease) {
    const from = rules.from === 'sending' ? { age, lag } : { age: 0, lag: 0 };
    return withHost(state, index, { message: null, ...from });
  }
  return withHost(state, index, { message: null, age: null, lag: 0, won: false });
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
    return { what: 'time passes', to: { hosts, holder: isOver ? nobody : state.holder } };
  });
}

function agings(host: HostState, rules: LeaseRules): readonly HostState[] {
  const { left, write } = host;
  const later = {
    left: Math.max(0, left - 1),
    // A host cuts short what has been on the wire for that long.
    write: write === null || write + 1 > rules.wire ? null : write + 1,
  };
  const ontime = { ...host, ...later, ...older(host, rules, 1) };
  const canLag = host.lag < rules.drift && (host.message?.lag ?? 0) < rules.drift;
  if (!canLag || (host.age === null && host.message === null)) return [ontime];
  return [ontime, { ...host, ...later, ...older(host, rules, 0) }];
}

function older(
  { age, lag, message }: HostState,
  { ttl }: LeaseRules,
  by: 0 | 1,
): Pick<HostState, 'age' | 'lag' | 'message'> {
  // Older than a lease is too old, however much older.
  const cap = (ticksOld: number): number => Math.min(ttl, ticksOld + by);
  return {
    age: age === null ? null : cap(age),
    lag: age === null ? 0 : lag + 1 - by,
    message:
      message === null || message.ask === 'campaign'
        ? message
        : { ...message, age: cap(message.age), lag: message.lag + 1 - by },
  };
}
