import type { Io } from '../app/io.ts';
import type { Session } from '../app/session.ts';
import type { FailureReport } from '../core/outcome.ts';
import { sleep } from '../lib/time/sleep.ts';
import type { Alarms } from '../ports/alarms.ts';
import type { Check } from '../ports/check.ts';
import { asFailure, Failure } from '../ports/failure.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import { keyOf, verdictsOf } from './doctor-verdicts.ts';
import type { Verdict } from './doctor-verdicts.ts';
import type { ReloadableWatcher } from './reloadable-watcher.ts';

export interface DoctorRoundsOptions {
  readonly io: Pick<Io, 'env' | 'clock' | 'clouds' | 'random' | 'host' | 'adapter'>;
  readonly reloadable: Pick<ReloadableWatcher, 'session'>;
  readonly metrics: Pick<Metrics, 'diagnosed'>;
  readonly alarms: Pick<Alarms, 'checked'>;
  /** Whether there are pages to show it on. Without, it looks only where the config has somebody be told. */
  readonly hasPages: boolean;
  readonly log: Log;
  /** Gets what should never happen. */
  readonly onBug: (error: unknown) => void;
  /** Replaces what looks, for tests. */
  readonly look?: Look;
}

export type Look = (session: Session, signal: AbortSignal) => Promise<readonly Check[]>;

/** What is mended, or was only a moment, must not be told for an hour. */
const againAfterFailMs = 5 * 60_000;
/** How often to see whether the config wants it by now. */
const offMs = 60_000;
const wellAgain = 'doctor finds it well again';

/**
 * Looks from time to time at what a failover will need, so that what has come to an end, a token for example, is
 * known before the night it is needed. Beside all else: nothing waits for it.
 */
export class DoctorRounds {
  readonly #options: DoctorRoundsOptions;
  readonly #ending = new AbortController();
  #fails: readonly Check[] = [];

  constructor(options: DoctorRoundsOptions) {
    this.#options = options;
  }

  /** What fails here. That another host does not answer makes this one no less ready. */
  unwell(): readonly string[] {
    const own = this.#fails.filter(({ id }) => !id.startsWith('peer.'));
    return own.map(textOf);
  }

  start(): void {
    this.#goRound().catch((error: unknown) => {
      if (!this.#ending.signal.aborted) this.#options.onBug(error);
    });
  }

  end(): void {
    this.#ending.abort(new Failure('interrupted', 'The watcher ends'));
  }

  async #goRound(): Promise<void> {
    const { signal } = this.#ending;
    const { clock, random } = this.#options.io;
    // Hosts that start together, after an update perhaps, do not ask together.
    for (let share = 0.5 + 0.5 * random(); ; share = 0.9 + 0.2 * random()) {
      await sleep(clock, this.#waitMs() * share, signal);
      if (this.#everyMs() === undefined) this.#forget();
      else await this.#lookOnce(signal);
    }
  }

  #everyMs(): number | undefined {
    const { reloadable, hasPages } = this.#options;
    const { doctorMs, alerts } = reloadable.session.config;
    return hasPages || alerts !== undefined ? doctorMs : undefined;
  }

  #waitMs(): number {
    const everyMs = this.#everyMs() ?? offMs;
    return this.#fails.length === 0 ? everyMs : Math.min(everyMs, againAfterFailMs);
  }

  /** A look that does not come about says nothing, and leaves what was known. */
  async #lookOnce(signal: AbortSignal): Promise<void> {
    const { io, reloadable, log, look = lookWith(io) } = this.#options;
    try {
      this.#take(verdictsOf(await look(reloadable.session, signal), this.#fails));
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ reason: asFailure(error).message }, 'doctor could not look');
    }
  }

  #take(verdicts: readonly Verdict[]): void {
    const { metrics, log, alarms } = this.#options;
    const known = new Set(this.#fails.map(keyOf));
    for (const { key, fails, isUnclear } of verdicts) {
      if (isUnclear) continue;
      const [fail] = fails;
      // Also what was not known to fail is well: it may have been told before this watcher began.
      alarms.checked(key, fail === undefined ? undefined : reportOf(fail));
      if (fail === undefined && known.has(key)) log.info({ check: key }, wellAgain);
      if (known.has(key)) continue;
      for (const { id, address, detail, fix } of fails)
        log.error({ check: id, address, hint: fix }, detail);
    }
    this.#fails = verdicts.flatMap(({ fails }) => fails);
    metrics.diagnosed(this.#fails.length);
  }

  /** Nobody looks any more. What people were told is not over by that. */
  #forget(): void {
    this.#fails = [];
    this.#options.metrics.diagnosed(undefined);
  }
}

/** Loaded only here: most of it is for whoever sits at a terminal. */
function lookWith(io: DoctorRoundsOptions['io']): Look {
  return async (session, signal) => {
    const { diagnoseAgain } = await import('../app/doctor/recurring.ts');
    return await diagnoseAgain(session, io, { signal });
  };
}

/** No class of a failure: it is the words of doctor that count. */
function reportOf({ detail, fix }: Check): FailureReport {
  return { class: 'config', message: detail, ...(fix === undefined ? {} : { hint: fix }) };
}

function textOf({ id, address, detail, fix }: Check): string {
  const subject = address === undefined ? '' : `${address}: `;
  return `doctor: ${id}: ${subject}${detail}${fix === undefined ? '' : `. ${fix}`}`;
}
