import type { Clock } from '../../ports/clock.ts';
import { Gathered } from './gathered.ts';
import type { LeaseStore, Parts } from './lease-store.ts';
import { emptyRace } from './parts.ts';

export interface PartsLookOptions {
  readonly lease: string;
  readonly store: LeaseStore;
  readonly clock: Clock;
  /** Nobody looks any more. */
  readonly onClosed: () => void;
}

/** One look at all parts of a lease for those who want to know of one each. */
export class PartsLook {
  readonly #options: PartsLookOptions;
  readonly #looks: Gathered<Parts>;
  #opened = 0;

  constructor(options: PartsLookOptions) {
    const { lease, store, clock } = options;
    this.#options = options;
    this.#looks = new Gathered({
      clock,
      run: (signal) => store.lookAtParts(lease, signal),
      waitMs: () => 0,
    });
  }

  open(part: string): Pick<LeaseStore, 'look' | 'close'> {
    this.#opened += 1;
    return {
      look: async (_name, signal) => {
        const { races, raftTerm } = await this.#looks.ask(signal);
        return races.get(part) ?? emptyRace(raftTerm);
      },
      close: () => this.#close(),
    };
  }

  #close(): void {
    this.#opened -= 1;
    if (this.#opened > 0) return;
    this.#looks.close();
    this.#options.store.close();
    this.#options.onClosed();
  }
}
