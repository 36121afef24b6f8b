import type { AlertKind, ChannelType } from '../core/alert.ts';
import type { Alert } from './alert.ts';
import type { Waiting } from './outbox.ts';

export interface Routing {
  /** What people want to be told of. */
  readonly on: readonly AlertKind[];
  readonly channels: readonly { readonly name: string; readonly type: ChannelType }[];
}

/** They keep an incident open until they are told that it is over, whatever people want to read. */
const closing: ReadonlySet<ChannelType> = new Set(['alertmanager', 'pagerduty']);

/** An alert with the channels that it goes to. */
export function routed(alert: Alert, { on, channels }: Routing): Waiting {
  const { kind, ended = [] } = alert;
  const isWanted = (one: Alert['kind']): boolean => one === 'test' || on.includes(one);
  const isRecovery = kind === 'recovered';
  const isKnown = isRecovery ? ended.some((one) => isWanted(one.kind)) : isWanted(kind);
  if (!isKnown) return { alert, channels: [] };
  const chosen = channels.filter(({ type }) => isWanted(kind) || (isRecovery && closing.has(type)));
  return { alert, channels: chosen.map(({ name }) => name) };
}
