import type { AlertKind, ChannelType, Trouble } from '../../core/alert.ts';
import type { Alert } from '../alert.ts';

/** What alerts say in one language. */
export interface Texts {
  /** What each kind is called. */
  readonly kinds: Readonly<Record<AlertKind | 'test', string>>;
  /** One line: what has happened, to what. */
  title(alert: Alert): string;
  /** What else there is to say, line by line: why, and what to do. */
  details(alert: Alert): readonly string[];
  /** Where and when that was. */
  place(alert: Alert, time: string): string;
  /** The title of many at once. */
  digest(count: number, host: string): string;
  /** Those that are not listed one by one. */
  more(count: number): string;
  /** Those that there was no room for. */
  dropped(count: number): string;
  /** What could not be delivered before. */
  undelivered(loss: Loss): string;
}

/** Alerts that a channel did not take. */
export interface Loss {
  readonly channel: string;
  readonly type: ChannelType;
  readonly count: number;
  readonly reason: string;
}

/** What a check of the config is called; all others are doctor's. */
export const configCheck = 'config';
/** What the name of a check begins with that is about a host of a fleet. */
export const hostChecks = 'hosts.';

/** What a trouble that is over is called in the middle of a sentence. */
export type Troubles = Readonly<Record<Trouble, string>>;
