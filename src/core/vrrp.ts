/** What keepalived says of this node, and in which order it said so. */

export const roles = ['MASTER', 'BACKUP', 'FAULT', 'STOP', 'DELETED'] as const;
/** The state of one VRRP instance or group on this node. */
export type Role = (typeof roles)[number];

/** `MASTER_RX_LOWER_PRI`: still MASTER, and a node of lower priority has just claimed to be, too. */
export const eventStates = [...roles, 'MASTER_RX_LOWER_PRI'] as const;
export type EventState = (typeof eventStates)[number];

export const scopes = ['INSTANCE', 'GROUP'] as const;
export type Scope = (typeof scopes)[number];

/**
 * When keepalived started the process that tells of an event. Later events have a later start,
 * whatever order the processes then get to run in.
 */
export interface EventOrder {
  /** Clock ticks since boot, from the kernel. A tick is long enough for several processes. */
  readonly ticks: number;
  /** Tells apart what starts in one tick: the kernel counts up. */
  readonly pid: number;
}

/** A process that tells events: keepalived. */
export interface Teller extends EventOrder {
  /** The pid namespace in which its id means something. */
  readonly namespace: number;
}

export interface VrrpEvent {
  readonly scope: Scope;
  /** The name of the instance or group. */
  readonly name: string;
  readonly state: EventState;
  /** `null` where keepalived did not say. Of a group it is always 0. */
  readonly priority: number | null;
  readonly order: EventOrder;
  /** Who told it, where that is known. What it told counts for as long as it lives. */
  readonly teller?: Teller;
}

/** An event as it is remembered. */
export type PastEvent = Pick<VrrpEvent, 'state' | 'order' | 'teller'>;

/** Whether a value from outside is what a kernel counts: of more digits, sums would come out wrong. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The order that two texts of digits stand for; `undefined` for what no kernel has given. */
export function parseEventOrder(
  ticks: string | undefined,
  pid: string | undefined,
): EventOrder | undefined {
  const order = { ticks: Number(ticks), pid: Number(pid) };
  return isCount(order.ticks) && isCount(order.pid) ? order : undefined;
}

/** Process ids start again from the bottom once the kernel runs out of them. */
const pidWrap = 2 ** 14;

/** Negative where `left` was started before `right`. */
export function compareOrder(left: EventOrder, right: EventOrder): number {
  if (left.ticks !== right.ticks) return left.ticks - right.ticks;
  const apart = left.pid - right.pid;
  return Math.abs(apart) < pidWrap ? apart : -apart;
}

/** How the journal calls an event that makes floatip do something. */
export function causeOf({ state, name }: Pick<VrrpEvent, 'state' | 'name'>): string {
  return `${state} ${name}`;
}

/** The role that an event leaves behind. */
export function roleAfter(state: EventState): Role {
  return state === 'MASTER_RX_LOWER_PRI' ? 'MASTER' : state;
}

/** The role after all these events, in whatever order they came in; `null` without any. */
export function roleOf(events: readonly PastEvent[]): Role | null {
  const newest = newestOf(events);
  return newest === undefined ? null : roleAfter(newest.state);
}

/** What was said last, whatever order it came in. */
export function newestOf(events: readonly PastEvent[]): PastEvent | undefined {
  let newest: PastEvent | undefined;
  for (const event of events) {
    if (newest === undefined || compareOrder(event.order, newest.order) > 0) newest = event;
  }
  return newest;
}

/**
 * The event as told by someone, if that is known. A keepalived that says STOP is about to end, and
 * one that was told to forget an instance has nothing more to say of it: that counts without them.
 */
export function toldBy(teller: Teller | undefined, event: Omit<VrrpEvent, 'teller'>): VrrpEvent {
  const isFinal = event.state === 'STOP' || event.state === 'DELETED';
  return teller === undefined || isFinal ? event : { ...event, teller };
}

/**
 * Whether a run that began at `since` has been replaced: keepalived has said something newer. A node
 * of lower priority that is heard says nothing new of this one, and may be heard with every advert.
 */
export function isReplaced(since: EventOrder, events: readonly PastEvent[]): boolean {
  return events.some(
    ({ state, order }) => state !== 'MASTER_RX_LOWER_PRI' && compareOrder(order, since) > 0,
  );
}
