import type { Language } from '../core/alert.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { asFailure, isFailure } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import type { Alert } from './alert.ts';
import { waitForPace } from './await-pace.ts';
import type { Channel, ChannelSettings } from './channel.ts';
import { messageOf } from './message.ts';
import type { Message } from './message.ts';
import {
  keepOnly,
  lossesFor,
  noteDelivery,
  noteLoss,
  noteUse,
  recordOfChannel,
  waitingFor,
} from './outbox.ts';
import { retryDelivery } from './retry-delivery.ts';
import type { AlertStore } from './store.ts';

export interface DrainOptions {
  readonly store: AlertStore;
  readonly channels: readonly OpenedChannel[];
  readonly language: Language;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly journal: Journal;
  /** Hears how many alerts a channel did not take in the end. */
  readonly onLoss: (channel: string, alerts: number) => void;
}

/** A channel of the config: how to use it, or why it cannot be used. */
export type OpenedChannel = Pick<ChannelSettings, 'name' | 'type'> & {
  readonly channel: Channel | Failure;
};

/** Sends all that waits. What a channel does not take keeps no other one waiting. */
export async function drain(options: DrainOptions): Promise<void> {
  const { store, channels } = options;
  const names = channels.map(({ name }) => name);
  await store.change((outbox) => keepOnly(outbox, names));
  await Promise.all(channels.map((one) => drainChannel(one, options)));
}

async function drainChannel(opened: OpenedChannel, options: DrainOptions): Promise<void> {
  const { store, signal } = options;
  const { name } = opened;
  for (;;) {
    const alerts = waitingFor(store.outbox(), name);
    if (alerts.length === 0 || signal.aborted) return;
    try {
      await retryDelivery(() => deliver(opened, options), options);
    } catch (error) {
      // Whoever ends this process leaves the rest to the next one.
      if (signal.aborted) return;
      await giveUp(opened, alerts, { failure: asFailure(error), options });
    }
  }
}

/** Sends one message of what waits now, which may be more than at the last try. */
async function deliver({ name, channel }: OpenedChannel, options: DrainOptions): Promise<void> {
  const { store, clock, language, signal } = options;
  if (isFailure(channel)) throw channel;
  const at = await waitForPace(recordOfChannel(store.outbox(), name).sentAt, {
    pace: channel.pace,
    clock,
    signal,
  });
  const outbox = store.outbox();
  const alerts = nextOf(waitingFor(outbox, name), channel);
  if (alerts.length === 0) return;
  await store.change((one) => noteUse(one, name, at));
  const { dropped } = recordOfChannel(outbox, name);
  const losses = lossesFor(outbox, name);
  const message: Message = messageOf({ alerts, language, dropped, losses });
  await channel.send(message, signal);
  await store.change((one) => noteDelivery(one, name, alerts));
}

/** Those of the next message. */
function nextOf(waiting: readonly Alert[], { bundling }: Channel): readonly Alert[] {
  return waiting.slice(0, waiting.length > bundling.separately ? bundling.most : 1);
}

interface Giving {
  readonly failure: Failure;
  readonly options: DrainOptions;
}

async function giveUp(
  { name, type }: OpenedChannel,
  alerts: readonly Alert[],
  { failure, options }: Giving,
): Promise<void> {
  const { store, journal, log, onLoss, channels } = options;
  const { message: reason, hint } = failure;
  const others = channels.map((one) => one.name);
  await store.change((outbox) => noteLoss(outbox, { name, type, alerts, reason, others }));
  const told = { channel: name, alerts: alerts.length, reason };
  journal.append({ type: 'undelivered', ...told, ...(hint === undefined ? {} : { hint }) });
  log.error({ ...told, hint }, 'alerts not delivered');
  onLoss(name, alerts.length);
}
