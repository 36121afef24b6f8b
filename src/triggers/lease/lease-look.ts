import { asFailure } from '../../ports/failure.ts';
import type { Trigger, TriggerWord } from '../../ports/trigger.ts';
import type { LeaseStore } from './lease-store.ts';

export interface LeaseLookOptions {
  readonly name: string;
  /** What this host is called. */
  readonly host: string;
  readonly store: Pick<LeaseStore, 'look' | 'close'>;
  /** Hears what those say who take part. */
  readonly hear?: (votes: ReadonlyMap<string, string>) => void;
}

/** Looks who has a lease, and takes no part in the election: only the process that has it may act on it. */
export function lookAtLease({ name, host, store, hear }: LeaseLookOptions): Trigger {
  let word: TriggerWord = { says: 'unknown', since: undefined, why: 'it was not asked yet' };
  return {
    word: () => word,
    start: () => undefined,
    async ask(signal) {
      try {
        const { holder, votes } = await store.look(name, signal);
        hear?.(votes ?? new Map());
        const isOurs = holder?.host === host;
        const who = isOurs ? 'the watcher of this host' : (holder?.host ?? 'nobody');
        const epoch = holder === undefined ? {} : { epoch: holder.epoch };
        const word0 = { since: undefined, why: `${who} has lease ${name}`, ...epoch };
        word = isOurs
          ? { ...word0, says: 'hold', isForAnother: true }
          : { ...word0, says: 'do not' };
      } catch (error) {
        signal.throwIfAborted();
        const { message } = asFailure(error);
        word = { says: 'unknown', since: undefined, why: `etcd does not answer: ${message}` };
      }
    },
    close() {
      store.close();
      return Promise.resolve();
    },
  };
}
