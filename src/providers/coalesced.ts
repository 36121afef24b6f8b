import { setMaxListeners } from 'node:events';

import type { Address } from '../core/address.ts';
import type { Clock } from '../ports/clock.ts';
import type { Provider, Readings } from '../ports/provider.ts';

/** For longer than this nobody waits for another look: the connection may be dead. */
const longestWaitMs = 500;
/** A cloud that is slow gets no more at once. */
const mostLooks = 2;

/**
 * A provider that reads in one go what many ask for at the same time: while a look is on its way,
 * those who want another one wait for the next, and share it. Whoever asks alone waits for nobody.
 */
export function coalesced(provider: Provider, clock: Clock): Provider {
  let waiting: Batch | undefined;
  let looks = 0;
  let keepWaiting: (() => void) | undefined;

  const lookForWaiting = (): void => {
    const batch = waiting;
    waiting = undefined;
    keepWaiting?.();
    keepWaiting = undefined;
    if (batch === undefined) return;
    void lookFor(batch);
  };
  const lookFor = async (batch: Batch): Promise<void> => {
    looks += 1;
    await batch.look(provider);
    looks -= 1;
    lookForWaiting();
  };

  return {
    ...provider,
    read(addresses, signal) {
      if (waiting === undefined || waiting.isAbandoned) waiting = new Batch();
      const wanted = waiting.join(addresses, signal);
      if (looks === 0) lookForWaiting();
      else if (looks < mostLooks) keepWaiting ??= clock.after(longestWaitMs, lookForWaiting);
      return wanted;
    },
  };
}

/** Those who wait for the same look. */
class Batch {
  readonly #addresses = new Set<Address>();
  readonly #controller = new AbortController();
  readonly #members = new Set<Member>();

  constructor() {
    // Hundreds of requests at once are no leak.
    setMaxListeners(0, this.#controller.signal);
  }

  /** Whether all who waited for it have left, so that there will be no look. */
  get isAbandoned(): boolean {
    return this.#controller.signal.aborted;
  }

  join(addresses: readonly Address[], signal: AbortSignal): Promise<Readings> {
    for (const address of addresses) this.#addresses.add(address);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#members.delete(member);
        reject(signal.reason);
        // The look is for nobody any more.
        if (this.#members.size === 0) this.#controller.abort(signal.reason);
      };
      const stay = (): void => signal.removeEventListener('abort', leave);
      const member: Member = { resolve, reject, stay };
      this.#members.add(member);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** Never rejects: what goes wrong, those who wait are told. */
  async look(provider: Provider): Promise<void> {
    const { signal } = this.#controller;
    if (signal.aborted) return;
    try {
      const readings = await provider.read([...this.#addresses], signal);
      for (const member of this.#leaving()) member.resolve(readings);
    } catch (error) {
      for (const member of this.#leaving()) member.reject(error);
    }
  }

  #leaving(): readonly Member[] {
    const members = [...this.#members];
    for (const { stay } of members) stay();
    return members;
  }
}

/** Somebody who waits for a look. */
interface Member {
  resolve(readings: Readings): void;
  reject(error: unknown): void;
  /** Stops listening for the wish to leave. */
  stay(): void;
}
