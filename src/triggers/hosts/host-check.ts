import type { Finding } from '../../core/host-health.ts';
import { sleep } from '../../lib/time/sleep.ts';
import type { Clock, Random } from '../../ports/clock.ts';
import type { OpenProbe } from '../polled/probe.ts';

export interface HostCheckOptions {
  readonly probe: OpenProbe;
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly random: Random;
  /** Hears that something else has been found. */
  readonly onChange: () => void;
}

/** So many in a row make up a finding: one that was lost on the way is no dead host. */
const inARow = { well: 2, silent: 3 } as const;

/**
 * One host, asked again and again by this controller, one request at a time. What counts here is whether it
 * answers as it should: no answer is as good as a bad one.
 */
export class HostCheck {
  readonly #options: HostCheckOptions;
  #finding: Finding = 'unknown';
  /** What the last answers said, and how many of them in a row. */
  #run: { readonly said: 'well' | 'silent'; readonly count: number } | undefined;

  constructor(options: HostCheckOptions) {
    this.#options = options;
  }

  get finding(): Finding {
    return this.#finding;
  }

  /** Goes on until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, intervalMs, random, probe } = this.#options;
    try {
      // Fifty hosts are not asked all at once.
      await this.#sleep(intervalMs * random(), signal);
      while (!signal.aborted) {
        const from = clock.now();
        const said = await this.#ask(signal);
        const tookMs = clock.now() - from;
        this.#take(said);
        await this.#sleep(Math.max(leastMs, intervalMs * (0.9 + 0.2 * random()) - tookMs), signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      probe.close();
    }
  }

  /** What was found before this process was asleep, or kept busy, is no beginning of a row. */
  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    const { clock, intervalMs } = this.#options;
    const plannedAt = clock.now() + ms;
    await sleep(clock, ms, signal);
    if (clock.now() - plannedAt > intervalMs) this.#run = undefined;
  }

  async #ask(signal: AbortSignal): Promise<'well' | 'silent'> {
    try {
      const { says } = await this.#options.probe.ask(signal);
      return says === 'hold' ? 'well' : 'silent';
    } catch {
      signal.throwIfAborted();
      return 'silent';
    }
  }

  #take(said: 'well' | 'silent'): void {
    const count = this.#run?.said === said ? this.#run.count + 1 : 1;
    this.#run = { said, count };
    if (said === this.#finding || count < inARow[said]) return;
    this.#finding = said;
    this.#options.onChange();
  }
}

const leastMs = 10;
