import { openFolder } from '../../src/lib/files/shared-folder.ts';
import type { PlaceOrder } from '../../src/lib/time/place-orders.ts';
import type { Host } from '../../src/ports/host.ts';
import type { Log, LogFields } from '../../src/ports/log.ts';
import { openLocalState } from '../../src/takeover/local-state.ts';
import type { LocalState } from '../../src/takeover/local-state.ts';
import { openEventStore } from '../../src/triggers/event-store.ts';
import type { EventStore } from '../../src/triggers/event-store.ts';

const ignore = (): void => {};

export const noLog: Log = { error: ignore, warn: ignore, info: ignore, debug: ignore };

/** A log that keeps what it is warned of. */
export function warningsIn(warned: LogFields[]): Log {
  return { ...noLog, warn: (fields) => void warned.push(fields) };
}

/** Leaves orders where they are: in the test, no clock is wrong. */
export const asTold: PlaceOrder = (order) => order;

export function eventsIn(path: string): EventStore {
  return openEventStore(openFolder(path), asTold);
}

/** What the processes share that have this runtime folder. */
export function localStateIn(runtimeFolder: string, host: Host): LocalState {
  return openLocalState(openFolder(runtimeFolder), host, noLog);
}
