import type { Clock } from '../../ports/clock.ts';

/**
 * For how long this host may act on a lease. Everything is counted from before a request was sent: its
 * answer may have been on its way for as long as the lease lasts.
 */
export interface Term {
  /** etcd's id of the lease. */
  readonly id: string;
  /** How long etcd keeps it without a renewal. Milliseconds. */
  readonly ttlMs: number;
  /** When the last renewal that was answered had been sent. */
  readonly sent: Instant;
}

/** One moment on both clocks. */
export interface Instant {
  readonly now: number;
  readonly wall: number;
}

export function instantOf(clock: Clock): Instant {
  return { now: clock.now(), wall: clock.wall() };
}

/** So much earlier than etcd this host stops: for what is on the wire, and for clocks that differ in speed. */
export function marginMs(ttlMs: number): number {
  return Math.max(1000, ttlMs / 5);
}

/** When this host has to stop, on the monotonic clock. */
export function deadlineOf({ sent, ttlMs }: Term): number {
  return sent.now + ttlMs - marginMs(ttlMs);
}

/**
 * Whether this host may act on the lease at a moment. The monotonic clock stands still while a host
 * sleeps, and the other one does not: where that is ahead, the lease has to be renewed first.
 */
export function isWithin(term: Term, { now, wall }: Instant): boolean {
  const { sent, ttlMs } = term;
  const aheadMs = wall - sent.wall - (now - sent.now);
  return now < deadlineOf(term) && aheadMs < marginMs(ttlMs) / 2;
}

/** Whether a timer has fired so late that the host may have been asleep, or something has kept it busy. */
export function isLate(plannedAt: number, now: number, ttlMs: number): boolean {
  return now - plannedAt > marginMs(ttlMs) / 2;
}
