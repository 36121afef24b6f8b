import type { Alert, Facts } from '../alert.ts';
import { configCheck, hostChecks } from './texts.ts';
import type { Texts, Troubles } from './texts.ts';
import { nameOf, nodeName, seconds } from './words.ts';

const kinds = {
  'taken-over': 'taken over',
  failed: 'takeover failed',
  contested: 'contested',
  'split-brain': 'split brain',
  idle: 'idle',
  recovered: 'recovered',
  unhealthy: 'unhealthy',
  test: 'test',
} as const;

const troubles: Troubles = {
  failed: 'it could not be taken over',
  contested: 'it was contested',
  'split-brain': 'there was a split brain',
  idle: 'it was idle',
  unhealthy: 'it could not be read',
};

/** What is said in English. */
export const english: Texts = {
  kinds,
  title: (alert) => `${nameOf(alert.about)}: ${titleOf(alert)}`,
  details: (alert) => [...whatOf(alert), ...causeOf(alert.facts)],
  place: ({ host, cluster }, time) =>
    `floatip on ${host}${cluster === undefined ? '' : ` of ${cluster}`}, ${time}`,
  digest: (count, host) => `floatip: ${count} alerts of ${host}`,
  more: (count) => `and ${count} more`,
  dropped: (count) => `${count} more had to be left out: too many at once. See floatip history`,
  undelivered: ({ channel, type, count, reason }) =>
    `Not delivered before by ${channel} (${type}): ${count} ${count === 1 ? 'alert' : 'alerts'}: ${reason}`,
};

function titleOf(alert: Alert): string {
  const { kind, facts } = alert;
  switch (kind) {
    case 'taken-over':
      return `taken over, ${whereFrom(facts)}${to(facts)}${howLong(facts)}`;
    case 'contested':
      return `contested: taken by ${by(facts)} while this host is MASTER`;
    case 'split-brain':
      return `split brain: ${splitOf(alert)}`;
    case 'idle':
      return facts.isLoose === true
        ? 'idle: what belongs on it is bound to nothing'
        : 'idle: nobody holds it';
    case 'recovered':
      return `recovered: ${namesOf(alert).join(', ')}, and that is over`;
    case 'unhealthy':
      return unhealthyOf(alert);
    case 'test':
      return 'this is a test of alerts, nothing has happened';
    default:
      return kinds[kind];
  }
}

function unhealthyOf({ about }: Alert): string {
  if (about?.sort !== 'check') return 'unhealthy: who holds the addresses cannot be read';
  if (about.name.startsWith(hostChecks)) return 'unhealthy: a host that holds addresses is dead';
  return about.name === configCheck
    ? 'unhealthy: the config as it is now is refused, the one before stays in force'
    : 'unhealthy: floatip doctor finds a fault';
}

function splitOf({ facts, about }: Alert): string {
  if (facts.vip !== undefined) return `not MASTER, and ${facts.vip} is on an interface here`;
  if (about?.sort === 'instance') return 'this host is MASTER, and another one says so too';
  return `this host is MASTER, and ${by(facts)} keeps taking it`;
}

function whatOf(alert: Alert): readonly string[] {
  const { kind, facts, ended = [] } = alert;
  switch (kind) {
    case 'failed':
      return [`Why: ${facts.reason ?? ''}`, ...toDo(facts.hint)];
    case 'unhealthy':
      return [`Why: ${facts.reason ?? ''}`, ...toDo(facts.hint)];
    case 'contested':
      return toDo('See whether somebody moves it by hand or by another tool: floatip history');
    case 'split-brain':
      return toDo(adviceFor(alert));
    case 'idle':
      return [
        'An address that nobody holds serves nobody, and may be billed by the hour',
        ...toDo('See which host is MASTER: floatip status'),
      ];
    case 'recovered':
      return [...whyOver(facts), ...ended.map(({ since }) => lasted(since, alert.at))];
    default:
      return [];
  }
}

function adviceFor({ facts }: Alert): string {
  return facts.vip === undefined
    ? 'See whether the hosts hear each other: unicast_peer, firewalls, virtual_router_id'
    : `Stop or start keepalived here, or take it off: ip addr del ${facts.vip}`;
}

function toDo(hint: string | undefined): readonly string[] {
  return hint === undefined ? [] : [`What to do: ${hint}`];
}

function causeOf({ cause }: Facts): readonly string[] {
  return cause === undefined ? [] : [`Cause: ${cause}`];
}

function whyOver(facts: Facts): readonly string[] {
  if (facts.because === 'not-ours') return ['This host is no longer to hold it'];
  return facts.because === 'moved' ? [`It has come to ${to(facts)}`] : [];
}

function lasted(since: number, at: number): string {
  return `It lasted ${Math.max(1, Math.round((at - since) / 1000))} s`;
}

function namesOf({ about, ended = [] }: Alert): readonly string[] {
  if (about?.sort === 'check') return ['it was at fault'];
  return [...new Set(ended.map(({ kind }) => troubles[kind]))];
}

function whereFrom(facts: Facts): string {
  const { from } = facts;
  return from === null || from === undefined ? '→ ' : `${nodeName(from, facts)} → `;
}

function to(facts: Facts): string {
  const { to: node } = facts;
  return node === null || node === undefined ? 'this host' : nodeName(node, facts);
}

function howLong({ durationMs }: Facts): string {
  return durationMs === undefined ? '' : ` in ${seconds(durationMs)}`;
}

function by(facts: Facts): string {
  return facts.by === null || facts.by === undefined ? 'nobody' : nodeName(facts.by, facts);
}
