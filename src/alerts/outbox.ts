import type { ChannelType } from '../core/alert.ts';
import { isRecord, parseJson } from '../lib/json.ts';
import type { Alert } from './alert.ts';
import type { Loss } from './texts/texts.ts';

/** What is to be sent, and what has become of it. */
export interface Outbox {
  /** Oldest first. */
  readonly waiting: readonly Waiting[];
  /** By the name of a channel. */
  readonly channels: Readonly<Record<string, ChannelRecord>>;
}

/** An alert, and the channels that have not sent it yet. */
export interface Waiting {
  readonly alert: Alert;
  readonly channels: readonly string[];
}

export interface ChannelRecord {
  /** When it was last used. Milliseconds since 1970, oldest first. */
  readonly sentAt: readonly number[];
  /** How many alerts there was no room for. */
  readonly dropped: number;
  /** What it did not take in the end. */
  readonly loss?: UntoldLoss;
}

interface UntoldLoss extends Loss {
  /** The channels that have not told of it yet. */
  readonly untold: readonly string[];
}

export const emptyOutbox: Outbox = { waiting: [], channels: {} };
const unused: ChannelRecord = { sentAt: [], dropped: 0 };

/** Whoever wrote one part of it wrote all of it in the same go. */
export function parseOutbox(text: string | undefined): Outbox {
  const value = parseJson(text ?? '');
  return isOutbox(value) ? value : emptyOutbox;
}

function isOutbox(value: unknown): value is Outbox {
  return isRecord(value) && Array.isArray(value['waiting']) && isRecord(value['channels']);
}

/** More at once are no longer told one by one. */
export const mostWaiting = 200;

/** Puts alerts in. Where there are too many, some are only counted: what has passed before what lasts. */
export function put(outbox: Outbox, added: readonly Waiting[]): Outbox {
  const waiting = [...outbox.waiting, ...added.filter(({ channels }) => channels.length > 0)];
  const excess = waiting.length - mostWaiting;
  if (excess <= 0) return { ...outbox, waiting };
  const passing = waiting.filter(({ alert }) => alert.kind === 'taken-over');
  const others = waiting.filter(({ alert }) => alert.kind !== 'taken-over');
  const left = new Set([...passing, ...others].slice(0, excess));
  let channels = outbox.channels;
  for (const name of [...left].flatMap((one) => one.channels)) {
    channels = withRecord(channels, name, ({ dropped }) => ({ dropped: dropped + 1 }));
  }
  return { waiting: waiting.filter((one) => !left.has(one)), channels };
}

export function recordOfChannel({ channels }: Outbox, name: string): ChannelRecord {
  return channels[name] ?? unused;
}

/** What a channel has to send, oldest first. */
export function waitingFor({ waiting }: Outbox, name: string): readonly Alert[] {
  return waiting.flatMap(({ alert, channels }) => (channels.includes(name) ? [alert] : []));
}

/** What a channel has to say of messages that did not get through. */
export function lossesFor({ channels }: Outbox, name: string): readonly Loss[] {
  return Object.values(channels).flatMap(({ loss }) => {
    if (loss === undefined || !loss.untold.includes(name)) return [];
    const { channel, type, count, reason } = loss;
    return [{ channel, type, count, reason }];
  });
}

/** What a channel needs to be left of when it was used. */
const mostTimes = 60;

/** Notes that a channel is about to be used. */
export function noteUse(outbox: Outbox, name: string, at: number): Outbox {
  const note = ({ sentAt }: ChannelRecord): Partial<ChannelRecord> => ({
    sentAt: [...sentAt.slice(1 - mostTimes), at],
  });
  return { ...outbox, channels: withRecord(outbox.channels, name, note) };
}

/** Notes that a channel has sent these, and told of what had not got through. */
export function noteDelivery(outbox: Outbox, name: string, sent: readonly Alert[]): Outbox {
  const told: Record<string, ChannelRecord> = {};
  for (const [own, { loss, ...record }] of Object.entries(outbox.channels)) {
    const untold = (loss?.untold ?? []).filter((one) => one !== name);
    const isOver = loss === undefined || own === name || untold.length === 0;
    told[own] = isOver ? record : { ...record, loss: { ...loss, untold } };
  }
  const channels = withRecord(told, name, () => ({ dropped: 0 }));
  return { waiting: without(outbox.waiting, name, sent), channels };
}

export interface GivenUp {
  readonly name: string;
  readonly type: ChannelType;
  readonly alerts: readonly Alert[];
  readonly reason: string;
  /** All that may tell of it. */
  readonly others: readonly string[];
}

/** Notes that a channel does not get these. */
export function noteLoss(outbox: Outbox, givenUp: GivenUp): Outbox {
  const { name, type, alerts, reason, others: untold } = givenUp;
  const add = ({ loss }: ChannelRecord): Partial<ChannelRecord> => ({
    loss: { channel: name, type, count: (loss?.count ?? 0) + alerts.length, reason, untold },
  });
  return {
    waiting: without(outbox.waiting, name, alerts),
    channels: withRecord(outbox.channels, name, add),
  };
}

/** Forgets channels that the config has no more. */
export function keepOnly(outbox: Outbox, names: readonly string[]): Outbox {
  const waiting = outbox.waiting.flatMap(({ alert, channels }) => {
    const known = channels.filter((name) => names.includes(name));
    return known.length === 0 ? [] : [{ alert, channels: known }];
  });
  const channels = Object.entries(outbox.channels).filter(([name]) => names.includes(name));
  return { waiting, channels: Object.fromEntries(channels) };
}

function withRecord(
  channels: Outbox['channels'],
  name: string,
  change: (record: ChannelRecord) => Partial<ChannelRecord>,
): Outbox['channels'] {
  const record = channels[name] ?? unused;
  return { ...channels, [name]: { ...record, ...change(record) } };
}

function without(
  waiting: readonly Waiting[],
  name: string,
  sent: readonly Alert[],
): readonly Waiting[] {
  const episodes = new Set(sent.map(({ episode }) => episode));
  return waiting.flatMap((one) => {
    if (!episodes.has(one.alert.episode)) return [one];
    const channels = one.channels.filter((other) => other !== name);
    return channels.length === 0 ? [] : [{ ...one, channels }];
  });
}
