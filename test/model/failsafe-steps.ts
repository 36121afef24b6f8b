import type { FailsafeRules, LeaseRules } from './lease-rules.ts';
import { mayWrite, withHost } from './lease-state.ts';
import type { HostState, Message, State, Step } from './lease-state.ts';

interface Asking {
  readonly index: number;
  readonly rules: LeaseRules;
  readonly failsafe: FailsafeRules;
}

/**
 * What can happen between a holder and its peers. It asks them while it asks etcd nothing: otherwise there are too
 * many states, and the random schedules have both at once. All that are written down are asked at once, and answer in one
 * instant: the first answer counts from no earlier than the last.
 */
export function pleaSteps(state: State, asking: Asking): readonly Step[] {
  const { index, rules, failsafe } = asking;
  const host = state.hosts[index];
  if (host === undefined || index >= failsafe.members) return restarts(state, asking);
  const { plea } = host;
  if (plea !== null) return [...fates(state, plea, asking), ...restarts(state, asking)];
  const asks = host.message === null && host.won && (failsafe.revives || mayWrite(host, rules));
  if (!asks) return restarts(state, asking);
  const sent: Message = { ask: 'peers', age: 0, lag: 0, at: 'out' };
  const send = {
    what: `host ${index} asks its peers`,
    to: withHost(state, index, { plea: sent }),
  };
  return [send, ...restarts(state, asking)];
}

function fates(state: State, plea: Message, asking: Asking): readonly Step[] {
  const { index } = asking;
  const lost = {
    what: `what host ${index} asks its peers is lost`,
    to: withHost(state, index, { plea: null }),
  };
  if (plea.at !== 'out') {
    const what = `host ${index} hears the word of its peers`;
    return [lost, { what, to: hear(state, plea, asking) }];
  }
  return [lost, { what: `the peers of host ${index} are asked`, to: answer(state, plea, asking) }];
}

function answer(state: State, plea: Message, { index, rules, failsafe }: Asking): State {
  const isPeer = (at: number): boolean => at !== index && at < failsafe.members;
  const isRefused = state.hosts.some((host, at) => isPeer(at) && mayWrite(host, rules));
  // What is refused is as good as lost.
  if (isRefused) return withHost(state, index, { plea: null });
  const hosts = state.hosts.map((host, at): HostState => {
    if (at === index) return { ...host, plea: { ...plea, at: 'yes' } };
    return isPeer(at) && failsafe.isBinding ? { ...host, bound: rules.ttl } : host;
  });
  return { ...state, hosts };
}

function hear(state: State, plea: Message, { index, rules, failsafe }: Asking): State {
  const host = state.hosts[index];
  const cleared = { plea: null };
  if (host === undefined || host.age === null) {
    return withHost(state, index, cleared);
  }
  if (!host.won || !(failsafe.revives || mayWrite(host, rules))) {
    return withHost(state, index, cleared);
  }
  const given = failsafe.from === 'sending' ? plea : { age: 0, lag: 0 };
  const isLater = given.age < host.age;
  return withHost(state, index, isLater ? { plea: null, age: given.age, lag: given.lag } : cleared);
}

/** A host that does not have the lease begins anew; what is left of its own is of no matter. */
function restarts(state: State, { index, rules, failsafe }: Asking): readonly Step[] {
  const host = state.hosts[index];
  if (host === undefined || state.holder === index || host.bound === 0) return [];
  const bound = failsafe.isRemembered ? rules.ttl : 0;
  const anew = { left: 0, age: null, lag: 0, won: false, message: null, plea: null, bound };
  return [{ what: `host ${index} begins anew`, to: withHost(state, index, anew) }];
}
