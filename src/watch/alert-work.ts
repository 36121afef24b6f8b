import { enter } from '../alerts/exclusively.ts';
import type { CollectedAlarms } from '../app/collect-alarms.ts';
import { alertStoreOf, raiseAlerts, senderSubject } from '../app/raise-alerts.ts';
import { sendAlerts } from '../app/send-alerts.ts';
import type { Session } from '../app/session.ts';
import type { HostLockEntry } from '../lib/processes/host-locks.ts';
import { Failure } from '../ports/failure.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';

export interface AlertWorkOptions {
  /** The current one: a reload puts another in its place. */
  readonly session: () => Session | undefined;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'undelivered'>;
}

/** Takes in what a watcher tells, and sends what waits. */
export interface AlertWork {
  take(heard: ReturnType<CollectedAlarms['take']>): Promise<void>;
  end(): Promise<void>;
}

/** Loaded only where there is somebody to tell. */
export function createAlertWork({ session: current, log, metrics }: AlertWorkOptions): AlertWork {
  const ending = new AbortController();
  let store: ReturnType<typeof alertStoreOf> | undefined;
  let presence: HostLockEntry | undefined;
  let sending: Promise<void> | undefined;
  let sentAt: number | undefined;
  let isLeft = false;

  const send = (session: Session, from: NonNullable<typeof store>): void => {
    const changedAt = from.changedAt();
    if (sending !== undefined || (changedAt === sentAt && !isLeft)) return;
    sentAt = changedAt;
    sending = sendAlerts({
      session,
      store: from,
      signal: ending.signal,
      onLoss: (channel, alerts) => metrics.undelivered(channel, alerts),
    })
      .catch((error: unknown) => log.error({ reason: String(error) }, 'cannot send alerts'))
      .finally(() => {
        sending = undefined;
        isLeft = from.outbox().waiting.length > 0;
      });
  };
  return {
    async take(heard) {
      const session = current();
      if (session === undefined) return;
      const { config, clock } = session;
      store ??= alertStoreOf(session);
      // Others then leave what they have to tell to this process.
      presence ??= announce(session, metrics);
      await raiseAlerts(heard, { config, store, at: clock.wall() });
      if (!ending.signal.aborted) send(session, store);
    },
    async end() {
      ending.abort(new Failure('interrupted', 'The watcher ends'));
      await sending;
      presence?.leave();
    },
  };
}

function announce(
  session: Session,
  metrics: Pick<Metrics, 'undelivered'>,
): HostLockEntry | undefined {
  // A counter that is not there yet cannot be seen to grow.
  for (const { name } of session.config.alerts?.channels ?? []) metrics.undelivered(name, 0);
  return enter({ locks: session.local().locks, subject: senderSubject }, 'watch');
}
