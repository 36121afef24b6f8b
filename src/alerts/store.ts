import type { Folder } from '../lib/files/folder.ts';
import type { HostLocks } from '../lib/processes/host-locks.ts';
import type { Clock } from '../ports/clock.ts';
import { parseBook } from './book.ts';
import type { Book } from './book.ts';
import type { Origin } from './casebook.ts';
import { exclusively } from './exclusively.ts';
import { fold } from './fold.ts';
import { parseOutbox, put } from './outbox.ts';
import type { Outbox } from './outbox.ts';
import { routed } from './routing.ts';
import type { Routing } from './routing.ts';
import type { Signal } from './signal.ts';

/** What the processes of this host have told, and have yet to send; kept across restarts. */
export interface AlertStore {
  /** Takes in what has happened. Returns how many alerts are to be sent of it. */
  take(signals: readonly Signal[], origin: Origin, routing: Routing): Promise<number>;
  outbox(): Outbox;
  /** When the outbox was last written. */
  changedAt(): number | undefined;
  change(change: (outbox: Outbox) => Outbox): Promise<void>;
}

export interface AlertStoreOptions {
  /** Kept across reboots. */
  readonly folder: Folder;
  readonly locks: HostLocks;
  readonly clock: Clock;
}

const bookFile = 'episodes.json';
const outboxFile = 'outbox.json';

export function openAlertStore({ folder, locks, clock }: AlertStoreOptions): AlertStore {
  const files = openFiles(folder);
  let latest: Promise<unknown> = Promise.resolve();
  /** One after the other, in this process as among all. */
  const inTurn = <T>(work: () => T): Promise<T> => {
    const turn = latest.then(() => exclusively({ locks, clock, subject: 'alerts' }, work));
    latest = turn.catch(() => undefined);
    return turn;
  };
  const readBook = (): Book => parseBook(files.read(bookFile));
  const outbox = (): Outbox => parseOutbox(files.read(outboxFile));
  return {
    outbox,
    changedAt: () => folder.madeAt(outboxFile),
    change: (change) => inTurn(() => files.write(outboxFile, JSON.stringify(change(outbox())))),
    async take(signals, origin, routing) {
      // Most looks change nothing, which need not keep anybody else waiting.
      if (isUnchanged(readBook(), signals, origin)) return 0;
      return await inTurn(() => {
        const { book, alerts } = fold(readBook(), signals, origin);
        const waiting = alerts
          .map((alert) => routed(alert, routing))
          .filter(({ channels }) => channels.length > 0);
        // A process that is killed in between tells again rather than not at all.
        if (waiting.length > 0) files.write(outboxFile, JSON.stringify(put(outbox(), waiting)));
        files.write(bookFile, JSON.stringify(book));
        return waiting.length;
      });
    },
  };
}

function isUnchanged(before: Book, signals: readonly Signal[], origin: Origin): boolean {
  const { book, alerts } = fold(before, signals, origin);
  return alerts.length === 0 && JSON.stringify(book) === JSON.stringify(before);
}

interface Files {
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

/** Where a file cannot be written, on a full disk for example, what it should say counts for this process. */
function openFiles(folder: Folder): Files {
  const unwritten = new Map<string, string>();
  return {
    read: (name) => unwritten.get(name) ?? folder.read(name),
    write(name, text) {
      try {
        folder.write(name, text);
        unwritten.delete(name);
      } catch {
        unwritten.set(name, text);
      }
    },
  };
}
