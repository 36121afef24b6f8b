import { hostname } from 'node:os';

import type { Origin } from '../alerts/casebook.ts';
import { enter } from '../alerts/exclusively.ts';
import type { Routing } from '../alerts/routing.ts';
import type { Signal } from '../alerts/signal.ts';
import { signalsOfEntry, subjectOf } from '../alerts/signals-of-entry.ts';
import { openAlertStore } from '../alerts/store.ts';
import type { AlertStore } from '../alerts/store.ts';
import type { AlertsConfig } from '../config/alerts-schema.ts';
import type { Config } from '../config/config.ts';
import { stateFolder } from '../config/folders.ts';
import { alertKinds } from '../core/alert.ts';
import { openFolder } from '../lib/files/shared-folder.ts';
import type { HostLocks } from '../lib/processes/host-locks.ts';
import type { Heard } from './collect-alarms.ts';
import type { Session } from './session.ts';

/** What the processes of this host have told, and have yet to send. */
export function alertStoreOf({
  env,
  local,
  clock,
  log,
}: Pick<Session, 'env' | 'local' | 'clock' | 'log'>): AlertStore {
  const folder = openFolder(stateFolder(env), log).folder('alerts');
  return openAlertStore({ folder, locks: local().locks, clock });
}

export interface Raising {
  readonly config: Config;
  readonly store: AlertStore;
  /** Now. Milliseconds since 1970. */
  readonly at: number;
}

/** Takes in what was heard. Returns how many alerts are to be sent of it. */
export async function raiseAlerts(heard: readonly Heard[], raising: Raising): Promise<number> {
  const { config, store, at } = raising;
  const { alerts, cluster, timing } = config;
  if (alerts === undefined) return 0;
  const origin: Origin = { host: hostname(), cluster, intervalMs: timing.intervalMs };
  const signals = heard.flatMap((one) => signalsOf(one, raising));
  return await store.take([...signals, { type: 'tick', at }], origin, routingOf(alerts));
}

function routingOf({ on, channels }: AlertsConfig): Routing {
  return { on: on ?? alertKinds, channels };
}

function signalsOf(heard: Heard, { config: { addresses } }: Raising): readonly Signal[] {
  const { at } = heard;
  switch (heard.type) {
    case 'entry':
      return signalsOfEntry(heard.entry, { addresses, at });
    case 'sight':
      return [{ type: 'seen', subject: subjectOf(heard.address), sight: heard.sight, at }];
    case 'stray':
      return [{ type: 'stray', subject: subjectOf(heard.address), at }];
    case 'check': {
      const { check, failure } = heard;
      const found = { type: 'checked', check, at } as const;
      return [failure === undefined ? found : { ...found, failure }];
    }
    default: {
      const { cloud, failure } = heard;
      const look = { type: 'looked', cloud, at } as const;
      return [failure === undefined ? look : { ...look, failure }];
    }
  }
}

/** One process of this host sends at a time, so that nobody is told twice. */
export const senderSubject = 'alert-sender';

/** Whether a process is there that sends what waits. */
export function isSenderThere(locks: HostLocks): boolean {
  const entry = enter({ locks, subject: senderSubject }, 'look');
  try {
    return (entry?.others().length ?? 0) > 0;
  } finally {
    entry?.leave();
  }
}
