import { eventStates, scopes } from '../core/vrrp.ts';
import type { EventState, Scope, VrrpEvent } from '../core/vrrp.ts';
import { Failure } from '../ports/failure.ts';

/** An event as keepalived tells it, without when it was told. */
export type ToldEvent = Omit<VrrpEvent, 'order'>;

export interface EventOptions {
  readonly instance?: string | undefined;
  readonly group?: string | undefined;
  readonly state?: string | undefined;
}

const hint =
  'keepalived appends INSTANCE|GROUP NAME STATE PRIORITY to notify; to notify_master and its siblings give --instance NAME --state STATE';

/**
 * Understands what `notify` appends: `INSTANCE|GROUP NAME STATE PRIORITY`, always the last four
 * words. `notify_master` and its siblings append nothing, so the options have to say it. Throws
 * `usage`.
 */
export function parseEvent(words: readonly string[], options: EventOptions): ToldEvent {
  const { instance, group, state } = options;
  if (instance !== undefined && group !== undefined) {
    throw new Failure('usage', 'Give --instance or --group, not both', { hint });
  }
  const named = instance ?? group;
  if (named === undefined && state === undefined) return parseWords(words);
  if (named === undefined || named === '' || state === undefined) {
    throw new Failure('usage', 'An event needs the name of an instance and a state', { hint });
  }
  const scope = group === undefined ? 'INSTANCE' : 'GROUP';
  return { scope, name: named, state: stateOf(state), priority: null };
}

function parseWords(words: readonly string[]): ToldEvent {
  const [scope = '', name = '', state = '', priority = ''] = words.slice(-4);
  if (words.length < 4 || !isScope(scope) || name === '') {
    throw new Failure('usage', `'${words.join(' ')}' is not an event of keepalived`, { hint });
  }
  const number = Number.parseInt(priority, 10);
  return { scope, name, state: stateOf(state), priority: Number.isNaN(number) ? null : number };
}

/**
 * Understands a line of the notify FIFO: `INSTANCE "VI_1" MASTER 110`. `undefined` for anything else,
 * changes of the priority included, which are no changes of the state.
 */
export function parseFifoLine(line: string): ToldEvent | undefined {
  const [, scope = '', name = '', text = '', priority] =
    /^(\S+) "(.*)" (\S+)(?: (\d+))?$/.exec(line) ?? [];
  const state = eventStates.find((one) => one === text);
  if (!isScope(scope) || state === undefined) return undefined;
  return { scope, name, state, priority: priority === undefined ? null : Number(priority) };
}

/**
 * Whether keepalived writes such lines. With `notify_priority_changes`, some are about priorities, and where
 * one `notify_fifo` is for all, some are about what it balances: `VS [192.0.2.15]:tcp:80 UP` (keepalived.conf(5)).
 */
export function isFifoLine(line: string): boolean {
  if (/^[RV]S .+ (?:UP|DOWN)$/.test(line)) return true;
  const isAboutPriority = /^(?:INSTANCE|GROUP) ".*" (?:MASTER|BACKUP)_PRIORITY \d+$/.test(line);
  return isAboutPriority || parseFifoLine(line) !== undefined;
}

function isScope(text: string): text is Scope {
  return (scopes as readonly string[]).includes(text);
}

function stateOf(text: string): EventState {
  const found = eventStates.find((state) => state === text.toUpperCase());
  if (found !== undefined) return found;
  const expected = eventStates.join(', ');
  throw new Failure('usage', `'${text}' is not a state: expected one of ${expected}`, { hint });
}
