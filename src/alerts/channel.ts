import type { ChannelType } from '../core/alert.ts';
import type { Http } from '../lib/http/http.ts';
import type { Secret } from '../lib/secret.ts';
import type { Clock } from '../ports/clock.ts';
import type { Message } from './message.ts';

/** A way to tell people. */
export interface Channel {
  /** How many messages it takes in how many milliseconds. */
  readonly pace: Pace;
  /** How many alerts become one message; each one its own up to so many at once. */
  readonly bundling: Bundling;
  /** Sends a message once. Throws `Failure`, with nothing secret in it. */
  send(message: Message, signal: AbortSignal): Promise<void>;
}

export interface Pace {
  readonly most: number;
  readonly withinMs: number;
}

export interface Bundling {
  /** As many are sent one by one; more are one message. */
  readonly separately: number;
  /** The most that one message takes. */
  readonly most: number;
}

/** What a channel of the config says, its secrets read. */
export type ChannelSettings = { readonly name: string } & (
  | { readonly type: 'webhook'; readonly url: Secret; readonly secret?: Secret }
  | { readonly type: 'alertmanager'; readonly url: Secret }
  | { readonly type: 'slack'; readonly url: Secret }
  | { readonly type: 'dingtalk'; readonly url: Secret; readonly secret?: Secret }
  | { readonly type: 'feishu'; readonly url: Secret; readonly secret?: Secret }
  | { readonly type: 'wecom'; readonly url: Secret }
  | { readonly type: 'pagerduty'; readonly url: Secret; readonly key: Secret }
  | MailSettings
);

export interface MailSettings {
  readonly name: string;
  readonly type: 'mail';
  readonly smtp: Smtp;
  readonly from: string;
  readonly to: readonly string[];
}

export interface Smtp {
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: Secret;
  /** From the first byte, by STARTTLS, or not at all. */
  readonly tls: 'implicit' | 'starttls' | 'none';
}

export type SettingsOf<T extends ChannelType> = Extract<ChannelSettings, { readonly type: T }>;

/** What channels send with. */
export interface Tools {
  readonly http: Http;
  readonly clock: Clock;
}
