import type { EventOrder } from '../../core/vrrp.ts';
import { sleep } from '../../lib/time/sleep.ts';
import type { Clock, Random } from '../../ports/clock.ts';
import { asFailure } from '../../ports/failure.ts';
import type { Saying, Trigger, TriggerSurroundings, TriggerWord } from '../../ports/trigger.ts';
import type { OpenProbe, ProbeAnswer } from './probe.ts';

export interface PolledTriggerOptions {
  readonly probe: OpenProbe;
  readonly intervalMs: number;
  /** For so long after its last answer, what was said goes on to count. */
  readonly graceMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly orderNow: () => EventOrder;
}

interface Heard extends ProbeAnswer {
  /** When it was asked for that: what it said may have changed since. */
  readonly askedAt: number;
  /** Since when it says so without a break. */
  readonly since: EventOrder | undefined;
}

/** Somebody who is asked again and again. */
export class PolledTrigger implements Trigger {
  readonly #options: PolledTriggerOptions;
  readonly #closing = new AbortController();
  #heard: Heard | undefined;
  /** Why there was no answer the last time. */
  #silence: string | undefined;
  #told: Saying = 'unknown';
  #running: Promise<void> | undefined;

  constructor(options: PolledTriggerOptions) {
    this.#options = options;
  }

  word(): TriggerWord {
    const heard = this.#heard;
    const silence = this.#silence;
    if (heard === undefined) {
      return { says: 'unknown', since: undefined, why: silence ?? 'it was not asked yet' };
    }
    const { says, since, why } = heard;
    if (!this.#isStale(heard)) {
      if (silence === undefined) return { says, since, why };
      return { says, since, why: `${silence}; before that, ${why}` };
    }
    const ago = Math.round((this.#options.clock.now() - heard.askedAt) / 1000);
    const reason = silence ?? 'it was not asked in time';
    return { says: 'unknown', since: undefined, why: `no answer for ${ago} s: ${reason}` };
  }

  async ask(signal: AbortSignal): Promise<void> {
    const { probe, clock } = this.#options;
    const askedAt = clock.now();
    try {
      this.#hear(await probe.ask(signal), askedAt);
    } catch (error) {
      signal.throwIfAborted();
      this.#silence = asFailure(error).message;
    }
  }

  start({ onChange, onBug }: TriggerSurroundings): void {
    this.#running = this.#goOn(onChange).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) onBug(error);
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    this.#options.probe.close();
  }

  #hear(answer: ProbeAnswer, askedAt: number): void {
    const before = this.word();
    this.#silence = undefined;
    const isSame = before.says === answer.says && before.since !== undefined;
    this.#heard = { ...answer, askedAt, since: isSame ? before.since : this.#orderNow() };
  }

  /** Whoever asks once has nothing that could have begun before. */
  #orderNow(): EventOrder | undefined {
    return this.#running === undefined ? undefined : this.#options.orderNow();
  }

  /** Also of a host that was asleep, and has asked nobody meanwhile. */
  #isStale({ askedAt }: Heard): boolean {
    const { clock, graceMs, intervalMs } = this.#options;
    const age = clock.now() - askedAt;
    return age >= graceMs + (this.#silence === undefined ? 2 * intervalMs : 0);
  }

  async #goOn(onChange: () => void): Promise<void> {
    const { signal } = this.#closing;
    const { clock, intervalMs, random } = this.#options;
    for (let mayHurry = true; !signal.aborted;) {
      const hasChanged = await this.#askAndTell(signal, onChange);
      // A change is looked at again at once: it may be the first of several.
      const hurries: boolean = hasChanged && mayHurry;
      mayHurry = !hurries;
      await sleep(clock, hurries ? 0 : intervalMs * (0.9 + 0.2 * random()), signal);
    }
  }

  async #askAndTell(signal: AbortSignal, onChange: () => void): Promise<boolean> {
    const wasSilent = this.#silence !== undefined;
    await this.ask(signal);
    const { says } = this.word();
    const hasChanged = says !== this.#told;
    this.#told = says;
    if (hasChanged) onChange();
    return hasChanged || wasSilent !== (this.#silence !== undefined);
  }
}
